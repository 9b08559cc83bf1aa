//! Papers in a list: what each is, whose, and how it stands.

use super::kinds::Kinds;
use crate::{components::bits::icon, format, visit::Visit};
use leptos::prelude::*;
use shared::{
    Date,
    papers::{Paper, PaperStatus, PaperValidity},
};

/// A word of state in its colour.
pub(super) fn state_badge(class: &str, text: String) -> AnyView {
    view! { <span class=format!("badge badge--{class}")>{text}</span> }.into_any()
}

/// Until when it is valid, or since when it is not.
pub(crate) fn validity_badge(visit: &Visit, validity: PaperValidity, expires_on: Option<Date>) -> AnyView {
    let text = match (validity, expires_on) {
        (PaperValidity::Lapsed, Some(day)) => tr!(visit, "product.lapsed_on", day = format::date(day)),
        (_, Some(day)) => tr!(visit, "product.valid_to", day = format::date(day)),
        (_, None) => tr!(visit, "papers.no_end"),
    };
    state_badge(validity.as_str(), text)
}

/// How a paper stands: what the centre says, else its days.
pub(super) fn badge_of(visit: &Visit, paper: &Paper) -> AnyView {
    match paper.status {
        PaperStatus::Pending => state_badge("pending", tr!(visit, "papers.pending")),
        PaperStatus::Refused => state_badge("rejected", tr!(visit, "papers.refused")),
        PaperStatus::Verified => validity_badge(visit, paper.validity, paper.expires_on),
    }
}

/// Number, issuer and day in one line.
pub(super) fn told(visit: &Visit, paper: &Paper) -> String {
    let number = paper
        .number
        .as_ref()
        .map(|number| tr!(visit, "papers.number_is", number = number));
    let day = paper
        .issued_on
        .map(|day| tr!(visit, "papers.issued_on_day", day = format::date(day)));
    [number, paper.issuer.clone(), day]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Papers as links to their pages; `whose` tells the producer too.
pub(crate) fn rows(visit: &Visit, kinds: &Kinds, papers: &[Paper], whose: bool) -> AnyView {
    linked_rows(visit, kinds, papers, whose, "")
}

/// The same with something after the address, which tells where one came from.
pub(super) fn linked_rows(
    visit: &Visit,
    kinds: &Kinds,
    papers: &[Paper],
    whose: bool,
    query: &str,
) -> AnyView {
    let rows: Vec<AnyView> = papers
        .iter()
        .map(|paper| {
            let about = paper.product.as_ref().map(|product| product.name.clone());
            let producer = whose.then(|| paper.producer.name_in(visit.lang).to_owned());
            let about: Vec<String> = [producer, about].into_iter().flatten().collect();
            let about = (!about.is_empty()).then(|| view! { <small>{about.join(" · ")}</small> });
            let scan = if paper.file.is_some() {
                tr!(visit, "papers.has_scan")
            } else {
                tr!(visit, "papers.no_scan")
            };
            view! {
                <li>
                    {icon(visit, "certificate")}
                    <div>
                        <a href=visit.to(&format!("/desk/papers/{}{query}", paper.id))>{kinds.name(visit, paper.kind)}</a>
                        {about}
                        <small>{told(visit, paper)} " · " {scan}</small>
                    </div>
                    {badge_of(visit, paper)}
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ul class="papers">{rows}</ul> }.into_any()
}
