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
        people::list::table,
        work::{choice, fact, next_page, press, refused, search, section, tabs},
    },
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, OrganisationId,
    exchange::ExportKind,
    identity::{
        GetOrganisation, ListMembers, ListOrganisations, Organisation, OrganisationFilter,
        OrganisationKind::{self, Authority, Centre},
        OrganisationStatus, Reason, ReinstateOrganisation, RejectOrganisation, Role, SuspendOrganisation,
        VerifyOrganisation,
    },
    producers::{Commune, ListCommunes},
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
            {news(&visit, "organisations", &["verified", "rejected", "suspended", "reinstated"])}
            {tabs(&visit, tr!(visit, "work.status"), "status", states)}
            {search(&visit, tr!(visit, "organisations.search"))}
            {list}
            {export_link(&visit, ExportKind::Organisations, &[("status", shown)])}
            {next_page(&visit, page.next_cursor.as_deref())}
        }
        .into_any()
    }))
}

pub(super) fn kind_of(visit: &Visit, organisation: &Organisation) -> String {
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

pub(crate) async fn suspend(visit: Visit, Path(organisation): Path<String>, form: Form) -> PageResult {
    let organisation: OrganisationId = parsed(&visit, &organisation)?;
    let body = Reason {
        reason: form.text("reason").trim().to_owned(),
    };
    match visit
        .send(Call::<SuspendOrganisation>::new((organisation,)).body(&body))
        .await
    {
        Ok(_) => Ok(visit.go("/desk/organisations?status=suspended&done=suspended")),
        Err(error) => page(&visit, organisation, &refused(&visit, form, error)?).await,
    }
}

pub(crate) async fn reinstate(visit: Visit, Path(organisation): Path<String>) -> PageResult {
    let organisation: OrganisationId = parsed(&visit, &organisation)?;
    match visit
        .send(Call::<ReinstateOrganisation>::new((organisation,)))
        .await
    {
        Ok(_) => Ok(visit.go("/desk/organisations?status=verified&done=reinstated")),
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
    let centre = visit.kind() == Some(Centre);
    let members = if centre {
        visit
            .read(Call::<ListMembers>::new((organisation.id,)))
            .await?
            .items
    } else {
        Vec::new()
    };
    let name = organisation.name.clone();
    Ok(visit.html(form.status(), Frame::desk(name.clone()), || {
        let people = centre.then(|| section(tr!(visit, "organisations.people"), table(visit, &members, None, false)));
        let reason = organisation.status_reason.clone().map(|reason| {
            notice(visit, "warning", tr!(visit, "organisations.reason_was", reason = reason), None)
        });
        let decide = centre.then(|| decision(visit, &organisation, form));
        view! {
            {breadcrumb(visit, vec![("/desk/organisations".to_owned(), tr!(visit, "organisations.title"))], name.clone())}
            <div class="page-head"><div><h1>{name.clone()}</h1><p>{badge(visit, organisation.status.as_str())}</p></div></div>
            {problem_summary(visit, form)}
            {reason}
            {facts(visit, &organisation, &communes.items)}
            {people}
            {decide}
        }
        .into_any()
    }))
}

/// What is known of an organisation.
pub(super) fn facts(visit: &Visit, organisation: &Organisation, communes: &[Commune]) -> AnyView {
    let commune = communes
        .iter()
        .find(|commune| commune.code == organisation.commune_code);
    let commune = commune.map_or_else(
        || organisation.commune_code.clone(),
        |commune| commune.name.clone(),
    );
    let contact = &organisation.contact;
    let mail = (!contact.email.is_empty()).then(|| {
        view! {
            <div><dt>{tr!(visit, "organisations.email")}</dt><dd><a href=format!("mailto:{}", contact.email)>{contact.email.clone()}</a></dd></div>
        }
    });
    view! {
        <dl class="facts">
            {fact(tr!(visit, "organisations.kind"), Some(kind_of(visit, organisation)))}
            {fact(tr!(visit, "organisations.tax_code"), Some(organisation.tax_code.clone()))}
            {fact(tr!(visit, "work.commune"), Some(commune))}
            {fact(tr!(visit, "organisations.contact"), Some(contact.name.clone()))}
            <div><dt>{tr!(visit, "organisations.phone")}</dt><dd><a class="num" href=format!("tel:{}", contact.phone.replace(' ', ""))>{contact.phone.clone()}</a></dd></div>
            {mail}
            <div><dt>{tr!(visit, "organisations.registered_at")}</dt><dd>{instant(organisation.registered_at)}</dd></div>
        </dl>
    }
    .into_any()
}

/// What the centre may decide: of whoever waits or was rejected, and, for its managers, of who trades or is suspended.
fn decision(visit: &Visit, organisation: &Organisation, form: &Form) -> AnyView {
    let manages = visit
        .session
        .as_ref()
        .is_some_and(|session| session.role == Role::Manager);
    let trades = matches!(
        organisation.kind,
        OrganisationKind::Producer | OrganisationKind::Retailer
    );
    let path = format!("/desk/organisations/{}", organisation.id);
    match organisation.status {
        OrganisationStatus::Pending | OrganisationStatus::Rejected => verification(visit, &path, form),
        OrganisationStatus::Verified if manages && trades => suspension(visit, &path, form),
        OrganisationStatus::Suspended if manages => view! {
            <section class="panel stack">
                <h2>{tr!(visit, "organisations.reinstate_title")}</h2>
                <p>{tr!(visit, "organisations.reinstate_text")}</p>
                {press(visit, &format!("{path}/reinstate"), "button", tr!(visit, "organisations.reinstate"))}
            </section>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

fn suspension(visit: &Visit, path: &str, form: &Form) -> AnyView {
    view! {
        <details class="panel panel--quiet" open=form.problem.is_some()>
            <summary class="button button--quiet">{tr!(visit, "organisations.suspend_title")}</summary>
            <form class="form stack" method="post" action=visit.to(&format!("{path}/suspend"))>
                <p>{tr!(visit, "organisations.suspend_text")}</p>
                {Field::new("reason", tr!(visit, "organisations.suspend_reason"))
                    .required()
                    .hint(tr!(visit, "organisations.reject_hint"))
                    .textarea(visit, form, "3")}
                <div class="form__actions"><button class="button button--danger">{tr!(visit, "organisations.suspend")}</button></div>
            </form>
        </details>
    }
    .into_any()
}

fn verification(visit: &Visit, path: &str, form: &Form) -> AnyView {
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
