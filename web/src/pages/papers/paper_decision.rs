//! The centre compares a paper with its scan: yes, or no with a reason.

use super::paper::FROM_ORGANISATION;
use crate::{
    components::{fields::Field, queue::approve_form},
    form::Form,
    visit::Visit,
};
use leptos::prelude::*;
use shared::papers::{Paper, PaperStatus};

/// Ready sentences: what is most often wrong. Producers read them in Vietnamese.
const TEMPLATES: [&str; 6] = [
    "unreadable",
    "wrong_number",
    "not_theirs",
    "lapsed",
    "wrong_scope",
    "no_scan",
];

/// `from_organisation`: where to go back to afterwards.
pub(super) fn decision(visit: &Visit, paper: &Paper, form: &Form, from_organisation: bool) -> AnyView {
    let path = format!("/desk/papers/{}", paper.id);
    let version = paper.version.to_string();
    let from =
        || from_organisation.then(|| view! { <input type="hidden" name="from" value=FROM_ORGANISATION/> });
    let verify = (paper.status != PaperStatus::Verified).then(|| {
        let hidden = view! { <input type="hidden" name="version" value=version.clone()/> {from()} };
        approve_form(
            visit,
            &format!("{path}/verify"),
            if paper.file.is_some() {
                tr!(visit, "papers.verify")
            } else {
                tr!(visit, "papers.verify_original")
            },
            hidden.into_any(),
        )
    });
    let refuse = (paper.status != PaperStatus::Refused).then(|| {
        let mut templates = vec![(String::new(), tr!(visit, "papers.own_words"))];
        templates.extend(TEMPLATES.map(|name| {
            let sentence = rust_i18n::t!(format!("papers.reason_{name}"), locale = "vi").into_owned();
            (sentence, tr!(visit, format!("papers.reason_{name}")))
        }));
        view! {
            <form class="form stack" method="post" action=visit.to(&format!("{path}/refuse"))>
                <input type="hidden" name="version" value=version.clone()/>
                {from()}
                {Field::new("template", tr!(visit, "papers.refuse_template")).select(visit, form, templates)}
                {Field::new("reason", tr!(visit, "papers.refuse_reason"))
                    .hint(tr!(visit, "papers.refuse_hint"))
                    .key("r")
                    .textarea(visit, form, "3")}
                <div class="form__actions"><button class="button button--quiet">{tr!(visit, "papers.refuse")}</button></div>
            </form>
        }
    });
    view! {
        <section class="panel stack">
            <h2>{tr!(visit, "papers.decision")}</h2>
            <p>{tr!(visit, "papers.decision_text")}</p>
            {verify}
            {refuse}
        </section>
    }
    .into_any()
}
