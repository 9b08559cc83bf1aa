//! An organisation, as the centre decides about it; the authority reads along.

use super::organisations::{decided_name, entry, facts, path_of, waiting};
use crate::{
    components::{
        bits::{badge, breadcrumb, icon},
        export::export_link,
        fields::Field,
        frame::Frame,
        messages::{notice, problem_summary},
        queue::{after_decision, approve_form, queue_item, queue_keys, reason_box, reason_given, waited},
    },
    form::Form,
    pages::{
        address::{decision_news, news, parsed},
        papers::beside::Beside,
        people::list::table,
        reports::audit::trail,
        work::{in_language, press, refused, section},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, ClientError, Code, OrganisationId, Page, Problem,
    catalogue::{ListManagedProducts, ManagedProduct, ManagedProductFilter},
    exchange::{ExportFilter, ExportKind},
    identity::{
        CloseOrganisation, GetOrganisation, ListMembers, Member, Organisation,
        OrganisationKind::{self, Authority, Centre, Producer},
        OrganisationStatus, Reason, ReinstateOrganisation, RejectOrganisation, ReopenOrganisation, Role,
        SuspendOrganisation, VerifyOrganisation,
    },
    page::MAX_LIMIT,
    producers::ListCommunes,
    reports::{AuditEntry, AuditFilter, ListAudit},
};

/// How many ready-made reasons there are.
const REASONS: u8 = 5;
/// The field for the reason of a closing.
const CLOSING: &str = "closing_reason";

/// The queue before a decision, so that one knows what comes next.
async fn paths(visit: &Visit) -> Result<Vec<String>, PageError> {
    visit.member(&[Centre])?;
    Ok(waiting(visit).await?.items.iter().map(path_of).collect())
}

fn next(paths: &[String], decided: OrganisationId, news: &str) -> String {
    let path = format!("/desk/organisations/{decided}");
    after_decision(paths, &path, decided, "/desk/organisations", news)
}

pub(crate) async fn show(visit: Visit, Path(organisation): Path<String>) -> PageResult {
    let organisation = parsed(&visit, &organisation)?;
    page(&visit, organisation, &Form::default()).await
}

pub(crate) async fn verify(visit: Visit, Path(organisation): Path<String>, form: Form) -> PageResult {
    let organisation: OrganisationId = parsed(&visit, &organisation)?;
    let paths = paths(&visit).await?;
    if let Some(stale) = decided_meanwhile(&visit, organisation, &form).await? {
        return page(&visit, organisation, &stale).await;
    }
    match visit.send(Call::<VerifyOrganisation>::new((organisation,))).await {
        Ok(_) => Ok(visit.go(&next(&paths, organisation, "verified"))),
        Err(error) => page(&visit, organisation, &refused(&visit, Form::default(), error)?).await,
    }
}

/// Two people who look at the same organisation: the second must not overturn what the first decided without having seen it.
async fn decided_meanwhile(
    visit: &Visit,
    id: OrganisationId,
    form: &Form,
) -> Result<Option<Form>, PageError> {
    let Some(seen) = form.some("version") else {
        return Ok(None);
    };
    let now = visit.get::<GetOrganisation>((id,)).await?;
    if now.version.to_string() == seen {
        return Ok(None);
    }
    let problem = Problem::new(Code::PreconditionFailed, visit.lang);
    refused(visit, form.clone(), ClientError::Problem(Box::new(problem))).map(Some)
}

pub(crate) async fn reject(visit: Visit, Path(organisation): Path<String>, form: Form) -> PageResult {
    let organisation: OrganisationId = parsed(&visit, &organisation)?;
    if let Some(stale) = decided_meanwhile(&visit, organisation, &form).await? {
        return page(&visit, organisation, &stale).await;
    }
    let body = Reason {
        reason: reason_given(&form, "organisation", REASONS),
    };
    let paths = paths(&visit).await?;
    match visit
        .send(Call::<RejectOrganisation>::new((organisation,)).body(&body))
        .await
    {
        Ok(_) => Ok(visit.go(&next(&paths, organisation, "rejected"))),
        Err(error) => page(&visit, organisation, &refused(&visit, form, error)?).await,
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
        Ok(_) => Ok(visit.go(&format!("/desk/organisations/{organisation}?done=suspended"))),
        Err(error) => page(&visit, organisation, &refused(&visit, form, error)?).await,
    }
}

pub(crate) async fn reinstate(visit: Visit, Path(organisation): Path<String>) -> PageResult {
    let organisation: OrganisationId = parsed(&visit, &organisation)?;
    match visit
        .send(Call::<ReinstateOrganisation>::new((organisation,)))
        .await
    {
        Ok(_) => Ok(visit.go(&format!("/desk/organisations/{organisation}?done=reinstated"))),
        Err(error) => page(&visit, organisation, &refused(&visit, Form::default(), error)?).await,
    }
}

pub(crate) async fn close(visit: Visit, Path(organisation): Path<String>, form: Form) -> PageResult {
    let organisation: OrganisationId = parsed(&visit, &organisation)?;
    let body = Reason {
        reason: form.text(CLOSING).trim().to_owned(),
    };
    let call = Call::<CloseOrganisation>::new((organisation,)).body(&body);
    match visit.send(call).await {
        Ok(_) => Ok(visit.go(&format!("/desk/organisations/{organisation}?done=closed"))),
        Err(error) => {
            let mut form = refused(&visit, form, error)?;
            let problems = form.problem.iter_mut().flat_map(|problem| &mut problem.fields);
            // The page has two fields for a reason.
            for problem in problems.filter(|problem| problem.field == "reason") {
                CLOSING.clone_into(&mut problem.field);
            }
            page(&visit, organisation, &form).await
        }
    }
}

pub(crate) async fn reopen(visit: Visit, Path(organisation): Path<String>) -> PageResult {
    let organisation: OrganisationId = parsed(&visit, &organisation)?;
    let call = Call::<ReopenOrganisation>::new((organisation,));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go(&format!("/desk/organisations/{organisation}?done=reopened"))),
        Err(error) => page(&visit, organisation, &refused(&visit, Form::default(), error)?).await,
    }
}

async fn page(visit: &Visit, organisation: OrganisationId, form: &Form) -> PageResult {
    visit.member(&[Centre, Authority])?;
    let centre = visit.kind() == Some(Centre);
    let (organisation, communes) = futures_util::future::try_join(
        visit.get::<GetOrganisation>((organisation,)),
        visit.get::<ListCommunes>(()),
    )
    .await?;
    let id = organisation.id;
    let pending = organisation.status == OrganisationStatus::Pending;
    let (queue, products, audit, members, papers) = futures_util::future::try_join5(
        where_so(centre && pending, waiting(visit)),
        where_so(centre && organisation.kind == Producer, of_producer(visit, id)),
        where_so(centre, audit_of(visit, id)),
        where_so(centre, visit.get::<ListMembers>((id,))),
        Beside::read(visit, &organisation),
    )
    .await?;
    let (name, decided) = (organisation.name.clone(), decided_name(visit).await);
    Ok(visit.html(form.status(), Frame::desk(name.clone()), || {
        let people = centre
            .then(|| section(tr!(visit, "organisations.people"), table(visit, &members, None, false)));
        let recovery = lost_passwords(visit, &organisation, &members);
        let reason = organisation.status_reason.clone().map(|reason| {
            notice(visit, "warning", tr!(visit, "organisations.reason_was", reason = reason), None)
        });
        let decide = centre.then(|| decision(visit, &organisation, form));
        let current = queue.iter().position(|waiting| waiting.id == organisation.id);
        let entries = queue.iter().map(|organisation| entry(visit, organisation)).collect();
        let item = view! {
            <div class="page-head"><div><h1>{name.clone()}</h1><p>{badge(visit, organisation.status.as_str())} {waiting_time(visit, &organisation)}</p></div></div>
            {problem_summary(visit, form)}
            {reason}
            {facts(visit, &organisation, &communes.items)}
            {papers.view(visit)}
            {decide}
            {people}
            {recovery}
            {product_list(visit, &products)}
            {goods(visit, &organisation)}
            {imports(visit, &organisation)}
            {(!audit.is_empty()).then(|| section(tr!(visit, "audit.title"), trail(visit, &audit)))}
        }
        .into_any();
        let body = if queue.is_empty() {
            item
        } else {
            view! { {queue_item(visit, entries, current, item)}{queue_keys(visit, true)} }.into_any()
        };
        view! {
            {breadcrumb(visit, vec![("/desk/organisations".to_owned(), tr!(visit, "organisations.title"))], name.clone())}
            {decision_news(visit, "organisations", &["verified", "rejected"], decided, Some(&name))}
            {news(visit, "organisations", &["suspended", "reinstated", "closed", "reopened", "paper_verified", "paper_refused"])}
            {body}
        }
        .into_any()
    }))
}

/// The rows of a list that is read only where the page shows it.
async fn where_so<T>(
    shown: bool,
    list: impl Future<Output = Result<Page<T>, PageError>>,
) -> Result<Vec<T>, PageError> {
    if shown {
        Ok(list.await?.items)
    } else {
        Ok(Vec::new())
    }
}

/// What the centre may decide: of whoever waits or was rejected, and, for its managers, of who trades, is suspended or
/// closed.
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
    let decision = match organisation.status {
        OrganisationStatus::Pending | OrganisationStatus::Rejected => {
            verification(visit, &path, organisation, form)
        }
        OrganisationStatus::Verified if manages && trades => stop(visit, &path, form, "suspend", "reason"),
        OrganisationStatus::Suspended if manages => restart(visit, &path, "reinstate"),
        OrganisationStatus::Closed if manages => restart(visit, &path, "reopen"),
        _ => ().into_any(),
    };
    let closes = manages && trades && organisation.status != OrganisationStatus::Closed;
    let close = closes.then(|| stop(visit, &path, form, "close", CLOSING));
    view! { {decision}{close} }.into_any()
}

/// What lets an organisation go on.
fn restart(visit: &Visit, path: &str, deed: &str) -> AnyView {
    view! {
        <section class="panel stack">
            <h2>{tr!(visit, format!("organisations.{deed}_title"))}</h2>
            <p>{tr!(visit, format!("organisations.{deed}_text"))}</p>
            {press(visit, &format!("{path}/{deed}"), "button", tr!(visit, format!("organisations.{deed}")))}
        </section>
    }
    .into_any()
}

/// For the centre's managers, when somebody who trades has lost a password and nobody there can help.
fn lost_passwords(visit: &Visit, organisation: &Organisation, members: &[Member]) -> AnyView {
    let manages = visit
        .session
        .as_ref()
        .is_some_and(|session| session.role == Role::Manager && session.organisation.kind == Centre);
    if !manages
        || !matches!(
            organisation.kind,
            OrganisationKind::Producer | OrganisationKind::Retailer
        )
    {
        return ().into_any();
    }
    let links: Vec<AnyView> = members
        .iter()
        .map(|member| {
            let path = format!(
                "/desk/organisations/{}/people/{}/recovery",
                organisation.id, member.user_id
            );
            view! { <li><a href=visit.to(&path)>{tr!(visit, "recovery.title", name = member.name)}</a></li> }
                .into_any()
        })
        .collect();
    view! {
        <details class="panel panel--quiet">
            <summary class="button button--quiet">{tr!(visit, "recovery.of_organisation")}</summary>
            <ul class="list-plain stack stack--tight">{links}</ul>
        </details>
    }
    .into_any()
}

/// What keeps an organisation from trading, with the reason that it reads.
fn stop(visit: &Visit, path: &str, form: &Form, deed: &str, field: &'static str) -> AnyView {
    let refused = form.problem_of(field).is_some() || form.some(field).is_some();
    view! {
        <details class="panel panel--quiet" open=form.problem.is_some() && refused>
            <summary class="button button--quiet">{tr!(visit, format!("organisations.{deed}_title"))}</summary>
            <form class="form stack" method="post" action=visit.to(&format!("{path}/{deed}"))>
                <p>{tr!(visit, format!("organisations.{deed}_text"))}</p>
                {Field::new(field, tr!(visit, format!("organisations.{deed}_reason")))
                    .required()
                    .hint(tr!(visit, "organisations.reject_hint"))
                    .textarea(visit, form, "3")}
                <div class="form__actions"><button class="button button--danger">{tr!(visit, format!("organisations.{deed}"))}</button></div>
            </form>
        </details>
    }
    .into_any()
}

fn verification(visit: &Visit, path: &str, organisation: &Organisation, form: &Form) -> AnyView {
    let version = organisation.version.to_string();
    let seen = view! { <input type="hidden" name="version" value=version.clone()/> };
    view! {
        <section class="panel stack">
            <h2>{tr!(visit, "organisations.decision")}</h2>
            <p>{tr!(visit, "organisations.decision_text")}</p>
            {approve_form(visit, &format!("{path}/verify"), tr!(visit, "organisations.verify"), seen.into_any())}
            <form class="form stack" method="post" action=visit.to(&format!("{path}/reject"))>
                <input type="hidden" name="version" value=version/>
                {reason_box(visit, form, tr!(visit, "organisations.reject_reason"), tr!(visit, "organisations.reject_hint"), "organisation", REASONS)}
                <div class="form__actions"><button class="button button--quiet">{tr!(visit, "organisations.reject")}</button></div>
            </form>
        </section>
    }
    .into_any()
}

fn waiting_time(visit: &Visit, organisation: &Organisation) -> Option<String> {
    (organisation.status == OrganisationStatus::Pending)
        .then(|| format!(" · {}", waited(visit, organisation.registered_at)))
}

async fn of_producer(visit: &Visit, id: OrganisationId) -> Result<Page<ManagedProduct>, PageError> {
    let filter = ManagedProductFilter {
        producer_id: Some(id),
        limit: Some(MAX_LIMIT),
        ..ManagedProductFilter::default()
    };
    visit
        .read(Call::<ListManagedProducts>::new(()).query(&filter))
        .await
}

/// A producer's goods as tables.
fn goods(visit: &Visit, organisation: &Organisation) -> AnyView {
    if organisation.kind != Producer {
        return ().into_any();
    }
    let filter = ExportFilter {
        producer_id: Some(organisation.id),
        ..ExportFilter::default()
    };
    view! {
        <div class="cluster">
            {export_link(visit, ExportKind::Products, &filter)}
            {export_link(visit, ExportKind::Packs, &filter)}
        </div>
    }
    .into_any()
}

/// The way to bring in tables for a producer that cannot do so itself.
fn imports(visit: &Visit, organisation: &Organisation) -> AnyView {
    let trades = organisation.kind == Producer && organisation.status == OrganisationStatus::Verified;
    if !trades || visit.kind() != Some(Centre) {
        return ().into_any();
    }
    let path = visit.to(&format!(
        "/desk/import?kind=products&producer_id={}",
        organisation.id
    ));
    view! { <p><a class="button button--quiet" href=path>{icon(visit, "upload")}{tr!(visit, "exchange.for_this")}</a></p> }
        .into_any()
}

/// The newest of what its people did.
async fn audit_of(visit: &Visit, id: OrganisationId) -> Result<Page<AuditEntry>, PageError> {
    let filter = AuditFilter {
        organisation_id: Some(id),
        limit: Some(10),
        ..AuditFilter::default()
    };
    visit.read(Call::<ListAudit>::new(()).query(&filter)).await
}

/// Its products with where they stand.
fn product_list(visit: &Visit, products: &[ManagedProduct]) -> AnyView {
    if products.is_empty() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = products
        .iter()
        .map(|product| {
            let texts = &product.texts;
            let name = in_language(visit.lang, &texts.name, texts.name_en.as_deref());
            let path = if visit.kind() == Some(Centre) {
                // All of it, with what the centre may do.
                format!("/desk/review/{}", product.id)
            } else if product.is_shown() {
                format!("/products/{}", product.slug)
            } else {
                String::new()
            };
            let name = if path.is_empty() {
                view! { <span>{name}</span> }.into_any()
            } else {
                view! { <a href=visit.to(&path)>{name}</a> }.into_any()
            };
            view! { <li class="cluster cluster--between">{name}{badge(visit, product.standing())}</li> }
                .into_any()
        })
        .collect();
    section(
        tr!(visit, "organisations.products"),
        view! { <ul class="list-plain stack stack--tight">{rows}</ul> }.into_any(),
    )
}
