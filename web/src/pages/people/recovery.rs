//! A way to a new password for somebody who has lost theirs: a manager gives it to a colleague, the centre to people of
//! producers and retailers. The link is shown on the answer itself: it cannot be had again, only made anew.

use super::invite::origin;
use crate::{
    components::{
        bits::{breadcrumb, instant},
        fields::Field,
        frame::Frame,
        messages::problem_summary,
    },
    form::Form,
    pages::{address::parsed, work::refused},
    visit::{PageResult, Visit},
};
use axum::{extract::Path, http::HeaderMap};
use leptos::prelude::*;
use shared::{
    Call, Code, OrganisationId, UserId,
    account::{CreateRecoveryLink, RecoveryIssue, RecoveryLink},
    identity::ListMembers,
};

pub(crate) async fn show(visit: Visit, Path(person): Path<String>) -> PageResult {
    visit.only_for::<CreateRecoveryLink>()?;
    let organisation = visit.member(&[])?.organisation.id;
    let person = parsed(&visit, &person)?;
    page(&visit, (organisation, person), &Form::default(), None).await
}

pub(crate) async fn create(
    visit: Visit,
    Path(person): Path<String>,
    headers: HeaderMap,
    form: Form,
) -> PageResult {
    let organisation = visit.member(&[])?.organisation.id;
    let person = parsed(&visit, &person)?;
    issue(&visit, (organisation, person), &headers, form).await
}

pub(crate) async fn show_of(
    visit: Visit,
    Path((organisation, person)): Path<(String, String)>,
) -> PageResult {
    visit.only_for::<CreateRecoveryLink>()?;
    let whom = (parsed(&visit, &organisation)?, parsed(&visit, &person)?);
    if visit.member(&[])?.organisation.id == whom.0 {
        return Ok(visit.go(&format!("/desk/people/{}/recovery", whom.1)));
    }
    page(&visit, whom, &Form::default(), None).await
}

pub(crate) async fn create_of(
    visit: Visit,
    Path((organisation, person)): Path<(String, String)>,
    headers: HeaderMap,
    form: Form,
) -> PageResult {
    let whom = (parsed(&visit, &organisation)?, parsed(&visit, &person)?);
    issue(&visit, whom, &headers, form).await
}

async fn issue(visit: &Visit, whom: (OrganisationId, UserId), headers: &HeaderMap, form: Form) -> PageResult {
    let body = RecoveryIssue {
        password: form.text("password").to_owned(),
        reason: form.some("reason"),
    };
    match visit
        .send(Call::<CreateRecoveryLink>::new(whom).body(&body))
        .await
    {
        Ok(link) => {
            let path = visit.to(&format!("/reset-password?token={}", link.token));
            let address = format!("{}{path}", origin(visit, headers));
            page(visit, whom, &Form::default(), Some((link, address))).await
        }
        Err(error) => page(visit, whom, &refused(visit, form, error)?, None).await,
    }
}

async fn page(
    visit: &Visit,
    (organisation, person): (OrganisationId, UserId),
    form: &Form,
    made: Option<(RecoveryLink, String)>,
) -> PageResult {
    let own = visit.member(&[])?.organisation.id == organisation;
    let members = visit.read(Call::<ListMembers>::new((organisation,))).await?;
    let member = members.items.into_iter().find(|member| member.user_id == person);
    let member = member.ok_or_else(|| visit.refuse(Code::NotFound))?;
    let (above, path) = if own {
        (
            "/desk/people".to_owned(),
            format!("/desk/people/{person}/recovery"),
        )
    } else {
        let above = format!("/desk/organisations/{organisation}");
        (above.clone(), format!("{above}/people/{person}/recovery"))
    };
    let title = tr!(visit, "recovery.title", name = member.name);
    Ok(visit.html(form.status(), Frame::desk(title.clone()), || {
        let body = match made {
            Some((link, address)) => shown(visit, &link, address),
            None => ask(visit, form, &path, own),
        };
        view! {
            {breadcrumb(visit, vec![(above, tr!(visit, "people.title"))], title.clone())}
            <div class="page-head"><div><h1>{title}</h1><p>{member.login}</p></div></div>
            {problem_summary(visit, form)}
            {body}
        }
        .into_any()
    }))
}

fn ask(visit: &Visit, form: &Form, path: &str, own: bool) -> AnyView {
    let reason = (!own).then(|| {
        Field::new("reason", tr!(visit, "recovery.reason"))
            .required()
            .hint(tr!(visit, "recovery.reason_hint"))
            .textarea(visit, form, "2")
    });
    view! {
        <p>{tr!(visit, "recovery.text")}</p>
        <form class="form stack panel" method="post" action=visit.to(path)>
            {reason}
            {Field::new("password", tr!(visit, "recovery.password"))
                .kind("password")
                .required()
                .autocomplete("current-password")
                .input(visit, form)}
            <div class="form__actions"><button class="button">{tr!(visit, "recovery.go")}</button></div>
        </form>
    }
    .into_any()
}

fn shown(visit: &Visit, link: &RecoveryLink, address: String) -> AnyView {
    view! {
        <section class="panel stack" role="status">
            <h2 class="h3">{tr!(visit, "recovery.made")}</h2>
            <p>{tr!(visit, "recovery.made_text")} " " {instant(link.expires_at)}</p>
            <div class="field">
                <label class="field__label" for="recovery-link">{tr!(visit, "recovery.link")}</label>
                <input class="input" id="recovery-link" value=address readonly=true/>
            </div>
            {link.mailed.then(|| view! { <p>{tr!(visit, "recovery.mailed")}</p> })}
        </section>
    }
    .into_any()
}
