//! The organisations on the market: first the queue of those that wait, the longest waiting first.

use crate::{
    components::{
        bits::{badge, instant, only_vietnamese, page_head, state_word},
        export::export_link,
        frame::Frame,
        messages::empty,
        queue::{QueueEntry, queue_count, queue_keys, queue_list},
    },
    islands::AutoSubmit,
    pages::{
        address::{asked, decided, decision_news, news},
        work::{choice, fact, next_page, pick, search, tabs},
    },
    visit::{PageError, PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call, OrganisationId, Page,
    exchange::{ExportFilter, ExportKind, Exported},
    identity::{
        EmailState, GetOrganisation, ListOrganisations, Organisation, OrganisationFilter,
        OrganisationKind::{self, Authority, Centre},
        OrganisationStatus,
    },
    page::MAX_LIMIT,
    producers::{Commune, ListCommunes},
    reports::{ListQueues, QueueName},
};

/// The organisations that wait, the longest waiting first.
pub(super) async fn waiting(visit: &Visit) -> Result<Page<Organisation>, PageError> {
    let filter = OrganisationFilter {
        status: Some(OrganisationStatus::Pending),
        limit: Some(MAX_LIMIT),
        ..OrganisationFilter::default()
    };
    visit
        .read(Call::<ListOrganisations>::new(()).query(&filter))
        .await
}

/// Where an organisation is looked at and decided.
pub(super) fn path_of(organisation: &Organisation) -> String {
    format!("/desk/organisations/{}", organisation.id)
}

/// The organisation that was decided before this page was opened.
pub(super) async fn decided_name(visit: &Visit) -> Option<String> {
    let id: OrganisationId = decided(visit)?;
    let found = visit.send(Call::<GetOrganisation>::new((id,))).await;
    found.ok().map(|organisation| organisation.name)
}

pub(super) fn entry(visit: &Visit, organisation: &Organisation) -> QueueEntry {
    QueueEntry {
        path: path_of(organisation),
        title: organisation.name.clone(),
        note: format!(
            "{} · {} {}",
            kind_of(visit, organisation),
            tr!(visit, "organisations.tax_code"),
            organisation.tax_code
        ),
        since: Some(organisation.registered_at),
        picture: None,
    }
}

pub(crate) async fn list(visit: Visit) -> PageResult {
    let kind = visit.member(&[Centre, Authority])?.organisation.kind;
    // The queue comes first: who has signed up and waits.
    let status = asked(&visit, "status").unwrap_or_default();
    let filter = OrganisationFilter {
        kind: choice(&visit, "kind"),
        status: if status.is_empty() {
            Some(OrganisationStatus::Pending)
        } else {
            status.parse().ok()
        },
        commune: asked(&visit, "commune"),
        q: asked(&visit, "q"),
        limit: Some(50),
        cursor: asked(&visit, "cursor"),
    };
    let (page, communes) = futures_util::future::try_join(
        visit.read(Call::<ListOrganisations>::new(()).query(&filter)),
        visit.get::<ListCommunes>(()),
    )
    .await?;
    let queue = filter.status == Some(OrganisationStatus::Pending);
    let counted = if queue && kind == Centre {
        let queues = visit.get::<ListQueues>(()).await?.items;
        queues
            .into_iter()
            .find(|queue| queue.queue == QueueName::Organisations)
    } else {
        None
    };
    let title = tr!(visit, "organisations.title");
    let decided = decided_name(&visit).await;
    // The goods of every producer, whatever organisations are shown.
    let goods = ExportFilter::default();
    Ok(visit.page(Frame::desk(title.clone()), || {
        let list = if page.items.is_empty() {
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
        } else if queue {
            let entries = page
                .items
                .iter()
                .map(|organisation| entry(&visit, organisation))
                .collect();
            view! {
                {counted.map(|queue| queue_count(&visit, queue.count, queue.oldest_at))}
                {queue_list(&visit, entries, None)}
                {queue_keys(&visit, false)}
            }
            .into_any()
        } else {
            let rows: Vec<AnyView> = page
                .items
                .iter()
                .map(|organisation| row(&visit, organisation))
                .collect();
            view! { <ol class="queue__list list-plain" data-queue="">{rows}</ol> }.into_any()
        };
        let state = |status: &str| state_word(&visit, status);
        let states = vec![
            ("", state("pending")),
            ("verified", state("verified")),
            ("rejected", state("rejected")),
            ("suspended", state("suspended")),
            ("closed", state("closed")),
            ("all", tr!(visit, "work.all")),
        ];
        view! {
            {page_head(title.clone(), Some(tr!(visit, "organisations.lede")), ().into_any())}
            {decision_news(&visit, "organisations", &["verified", "rejected"], decided, None)}
            {news(&visit, "organisations", &["suspended", "reinstated", "closed", "reopened"])}
            {tabs(&visit, tr!(visit, "work.status"), "status", states)}
            {search(&visit, tr!(visit, "organisations.search"))}
            <div>{filters(&visit, &communes.items)}</div>
            {list}
            <div class="cluster">
                {export_link(&visit, ExportKind::Organisations, &filter.as_export())}
                {export_link(&visit, ExportKind::Products, &goods)}
                {export_link(&visit, ExportKind::Packs, &goods)}
            </div>
            {next_page(&visit, page.next_cursor.as_deref())}
        }
        .into_any()
    }))
}

/// Kind and commune.
fn filters(visit: &Visit, communes: &[Commune]) -> AnyView {
    let kinds = OrganisationKind::ALL
        .iter()
        .map(|kind| (kind.to_string(), tr!(visit, format!("organisations.kind_{kind}"))));
    let kinds = std::iter::once((String::new(), tr!(visit, "organisations.any_kind"))).chain(kinds);
    let places = communes
        .iter()
        .map(|commune| (commune.code.clone(), commune.name.clone()));
    let places = std::iter::once((String::new(), tr!(visit, "organisations.any_commune"))).chain(places);
    let kept: Vec<AnyView> = ["status", "q"]
        .into_iter()
        .filter_map(|name| asked(visit, name).map(|value| (name, value)))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
        .collect();
    let fields = view! {
        {kept}
        {pick(visit, "kind", tr!(visit, "organisations.kind"), kinds.collect())}
        {pick(visit, "commune", tr!(visit, "work.commune"), places.collect())}
        <button class="button button--quiet">{tr!(visit, "certification.filter")}</button>
    }
    .into_any();
    let action = visit.to("/desk/organisations");
    view! { <AutoSubmit action class="filters".to_owned()>{fields}</AutoSubmit> }.into_any()
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
                    <strong lang=only_vietnamese(visit.lang, None)>{organisation.name.clone()}</strong>
                    <small>{kind_of(visit, organisation)} " · " {tr!(visit, "organisations.tax_code")} " " {organisation.tax_code.clone()} " · " {instant(organisation.registered_at)}</small>
                </span>
                {badge(visit, organisation.status.as_str())}
            </span>
        </a></li>
    }
    .into_any()
}

/// What is known of an organisation.
pub(super) fn facts(visit: &Visit, organisation: &Organisation, communes: &[Commune]) -> AnyView {
    let commune = communes
        .iter()
        .find(|commune| organisation.commune_code.as_ref() == Some(&commune.code));
    let seat = commune
        .map(|commune| commune.name.clone())
        .or_else(|| organisation.commune_code.clone())
        .or_else(|| organisation.seat.clone());
    let contact = &organisation.contact;
    let state = match organisation.email_state {
        EmailState::Unknown => None,
        EmailState::Waiting => Some(("expiring", "organisations.email_waiting")),
        EmailState::Confirmed => Some(("valid", "organisations.email_confirmed")),
    }
    .map(|(class, key)| {
        view! { " " <span class=format!("badge badge--{class}")>{tr!(visit, key)}</span> }
    });
    let mail = (!contact.email.is_empty()).then(|| {
        view! {
            <div><dt>{tr!(visit, "organisations.email")}</dt><dd><a href=format!("mailto:{}", contact.email)>{contact.email.clone()}</a>{state}</dd></div>
        }
    });
    view! {
        <dl class="facts">
            {fact(tr!(visit, "organisations.kind"), Some(kind_of(visit, organisation)))}
            {fact(tr!(visit, "organisations.tax_code"), Some(organisation.tax_code.clone()))}
            {fact(tr!(visit, "organisations.seat"), seat)}
            {fact(tr!(visit, "organisations.contact"), Some(contact.name.clone()))}
            {(!contact.phone.is_empty()).then(|| view! {
                <div><dt>{tr!(visit, "organisations.phone")}</dt><dd><a class="num" href=format!("tel:{}", contact.phone.replace(' ', ""))>{contact.phone.clone()}</a></dd></div>
            })}
            {mail}
            <div><dt>{tr!(visit, "organisations.registered_at")}</dt><dd>{instant(organisation.registered_at)}</dd></div>
        </dl>
    }
    .into_any()
}
