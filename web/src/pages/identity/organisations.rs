//! The centre verifies who may trade; the authority reads along.

use crate::{
    components::{
        bits::{badge, breadcrumb, instant, page_head},
        export::export_link,
        fields::Field,
        frame::Frame,
        messages::{empty, notice, problem_summary},
    },
    form::Form,
    pages::{
        address::{asked, news, parsed},
        work::{choice, fact, next_page, press, refused, search, tabs},
    },
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, OrganisationId,
    exchange::ExportKind,
    identity::{
        GetOrganisation, ListOrganisations, Organisation, OrganisationFilter,
        OrganisationKind::{Authority, Centre},
        OrganisationStatus, Reason, RejectOrganisation, VerifyOrganisation,
    },
    producers::ListCommunes,
};

pub(crate) async fn list(visit: Visit) -> PageResult {
    visit.member(&[Centre, Authority])?;
    // The queue comes first: who has signed up and waits.
    let status = asked(&visit, "status").unwrap_or_default();
    let filter = OrganisationFilter {
        kind: choice(&visit, "kind"),
        status: if status.is_empty() {
            Some(OrganisationStatus::Pending)
        } else {
            status.parse().ok()
        },
        q: asked(&visit, "q"),
        limit: Some(50),
        cursor: asked(&visit, "cursor"),
    };
    let page = visit
        .read(Call::<ListOrganisations>::new(()).query(&filter))
        .await?;
    let title = tr!(visit, "organisations.title");
    let shown = filter.status.map_or("", OrganisationStatus::as_str);
    Ok(visit.page(Frame::desk(title.clone()), || {
        let rows: Vec<AnyView> = page
            .items
            .iter()
            .map(|organisation| row(&visit, organisation))
            .collect();
        let list = if rows.is_empty() {
            let key = if filter.q.is_some() {
                "work.nothing_found"
            } else {
                "organisations.empty_text"
            };
            empty(
                &visit,
                tr!(visit, "organisations.empty_title"),
                tr!(visit, key),
                None,
            )
        } else {
            view! { <ol class="queue__list list-plain">{rows}</ol> }.into_any()
        };
        let state = |status: &str| tr!(visit, format!("state.{status}"));
        let states = vec![
            ("", state("pending")),
            ("verified", state("verified")),
            ("rejected", state("rejected")),
            ("suspended", state("suspended")),
            ("all", tr!(visit, "work.all")),
        ];
        view! {
            {page_head(title.clone(), Some(tr!(visit, "organisations.lede")), ().into_any())}
            {news(&visit, "organisations", &["verified", "rejected"])}
            {tabs(&visit, tr!(visit, "work.status"), "status", states)}
            {search(&visit, tr!(visit, "organisations.search"))}
            {list}
            {export_link(&visit, ExportKind::Organisations, &[("status", shown)])}
            {next_page(&visit, page.next_cursor.as_deref())}
        }
        .into_any()
    }))
}

fn kind_of(visit: &Visit, organisation: &Organisation) -> String {
    organisation.producer_kind.map_or_else(
        || tr!(visit, format!("organisations.kind_{}", organisation.kind)),
        |kind| tr!(visit, format!("organisations.form_{kind}")),
    )
}

fn row(visit: &Visit, organisation: &Organisation) -> AnyView {
    view! {
        <li><a href=visit.to(&format!("/desk/organisations/{}", organisation.id))>
            <span class="cluster cluster--between">
                <span>
                    <strong>{organisation.name.clone()}</strong>
                    <small>{kind_of(visit, organisation)} " · " {tr!(visit, "organisations.tax_code")} " " {organisation.tax_code.clone()} " · " {instant(organisation.registered_at)}</small>
                </span>
                {badge(visit, organisation.status.as_str())}
            </span>
        </a></li>
    }
    .into_any()
}

pub(crate) async fn show(visit: Visit, Path(organisation): Path<String>) -> PageResult {
    let organisation = parsed(&visit, &organisation)?;
    page(&visit, organisation, &Form::default()).await
}

pub(crate) async fn verify(visit: Visit, Path(organisation): Path<String>) -> PageResult {
    let organisation: OrganisationId = parsed(&visit, &organisation)?;
    match visit.send(Call::<VerifyOrganisation>::new((organisation,))).await {
        Ok(_) => Ok(visit.go("/desk/organisations?done=verified")),
        Err(error) => page(&visit, organisation, &refused(&visit, Form::default(), error)?).await,
    }
}

pub(crate) async fn reject(visit: Visit, Path(organisation): Path<String>, form: Form) -> PageResult {
    let organisation: OrganisationId = parsed(&visit, &organisation)?;
    let body = Reason {
        reason: form.text("reason").trim().to_owned(),
    };
    match visit
        .send(Call::<RejectOrganisation>::new((organisation,)).body(&body))
        .await
    {
        Ok(_) => Ok(visit.go("/desk/organisations?done=rejected")),
        Err(error) => page(&visit, organisation, &refused(&visit, form, error)?).await,
    }
}

async fn page(visit: &Visit, organisation: OrganisationId, form: &Form) -> PageResult {
    visit.member(&[Centre, Authority])?;
    let (organisation, communes) = futures_util::future::try_join(
        visit.get::<GetOrganisation>((organisation,)),
        visit.get::<ListCommunes>(()),
    )
    .await?;
    let commune = communes
        .items
        .into_iter()
        .find(|commune| commune.code == organisation.commune_code);
    let commune = commune.map_or_else(|| organisation.commune_code.clone(), |commune| commune.name);
    let name = organisation.name.clone();
    Ok(visit.html(form.status(), Frame::desk(name.clone()), || {
        let contact = &organisation.contact;
        let reason = organisation.status_reason.clone().map(|reason| {
            notice(visit, "warning", tr!(visit, "organisations.reason_was", reason = reason), None)
        });
        let decide = (visit.kind() == Some(Centre)).then(|| decision(visit, &organisation, form));
        view! {
            {breadcrumb(visit, vec![("/desk/organisations".to_owned(), tr!(visit, "organisations.title"))], name.clone())}
            <div class="page-head"><div><h1>{name.clone()}</h1><p>{badge(visit, organisation.status.as_str())}</p></div></div>
            {problem_summary(visit, form)}
            {reason}
            <dl class="facts">
                {fact(tr!(visit, "organisations.kind"), Some(kind_of(visit, &organisation)))}
                {fact(tr!(visit, "organisations.tax_code"), Some(organisation.tax_code.clone()))}
                {fact(tr!(visit, "work.commune"), Some(commune))}
                {fact(tr!(visit, "organisations.contact"), Some(contact.name.clone()))}
                <div><dt>{tr!(visit, "organisations.phone")}</dt><dd><a class="num" href=format!("tel:{}", contact.phone.replace(' ', ""))>{contact.phone.clone()}</a></dd></div>
                <div><dt>{tr!(visit, "organisations.email")}</dt><dd><a href=format!("mailto:{}", contact.email)>{contact.email.clone()}</a></dd></div>
                <div><dt>{tr!(visit, "organisations.registered_at")}</dt><dd>{instant(organisation.registered_at)}</dd></div>
            </dl>
            {decide}
        }
        .into_any()
    }))
}

/// What the centre may decide: of whoever waits, and once more of whoever was rejected.
fn decision(visit: &Visit, organisation: &Organisation, form: &Form) -> AnyView {
    if !matches!(
        organisation.status,
        OrganisationStatus::Pending | OrganisationStatus::Rejected
    ) {
        return ().into_any();
    }
    let path = format!("/desk/organisations/{}", organisation.id);
    view! {
        <section class="panel stack">
            <h2>{tr!(visit, "organisations.decision")}</h2>
            <p>{tr!(visit, "organisations.decision_text")}</p>
            {press(visit, &format!("{path}/verify"), "button button--large", tr!(visit, "organisations.verify"))}
            <form class="form stack" method="post" action=visit.to(&format!("{path}/reject"))>
                {Field::new("reason", tr!(visit, "organisations.reject_reason"))
                    .required()
                    .hint(tr!(visit, "organisations.reject_hint"))
                    .textarea(visit, form, "3")}
                <div class="form__actions"><button class="button button--quiet">{tr!(visit, "organisations.reject")}</button></div>
            </form>
        </section>
    }
    .into_any()
}
