//! Products by store: what stands where, what has to be confirmed again, and one form to confirm many shelves.

use super::shelf_table::table;
use crate::{
    components::{
        bits::page_head,
        export::export_link,
        fields::once,
        frame::Frame,
        messages::{empty, notice, problem_summary},
    },
    form::Form,
    pages::{
        address::{asked, news},
        work::{changed, choice, next_page, refused, tabs},
    },
    visit::{PageError, PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call, ChainId, ListingId, Page, StoreId, Timestamp,
    exchange::{ExportKind, Exported},
    identity::OrganisationKind::Retailer,
    listings::{
        Chain, ConfirmShelves, ListChains, ListListings, Listing, ListingFilter, ListingStatus, ShelfConfirm,
        ShelvesConfirm, ShelvesTakeBack, TakeBackShelves,
    },
    page::MAX_LIMIT,
};

/// One chain with what stands on its shelves.
pub(super) struct Shelves {
    /// The chains of this retailer.
    chains: Vec<Chain>,
    chain: Option<Chain>,
    listings: Page<Listing>,
    /// What is shown, for the table made of it.
    filter: ListingFilter,
}

pub(crate) async fn show(visit: Visit) -> PageResult {
    visit.member(&[Retailer])?;
    visit.only_open()?;
    let shelves = read(&visit).await?;
    Ok(page(&visit, &Form::default(), &shelves))
}

/// Confirms what was ticked, or what is shown of one store; or takes back what was confirmed.
pub(crate) async fn confirm(visit: Visit, form: Form) -> PageResult {
    visit.member(&[Retailer])?;
    if let Some(at) = form.parse("take_back") {
        return take_back(&visit, form, Timestamp(at)).await;
    }
    let shelves = read(&visit).await?;
    let places = match form.parse::<StoreId>("store") {
        Some(store) => shown_of(&shelves.listings.items, store),
        None => form.all("shelf").filter_map(place).collect(),
    };
    if places.is_empty() {
        let form = refused(&visit, form, crate::pages::address::required(&visit, "shelf"))?;
        return Ok(page(&visit, &form, &shelves));
    }
    let body = ShelvesConfirm { places };
    let call = Call::<ConfirmShelves>::new(())
        .body(&body)
        .idempotency_key(form.text("once"));
    match visit.send(call).await {
        Ok(now) => {
            let stores = now.items.iter().flat_map(|listing| &listing.stores);
            let at = stores.filter_map(|store| store.confirmed_at).max();
            let done = format!("confirmed.{}.{}", body.places.len(), at.map_or(0, |at| at.0));
            Ok(visit.go_as_given(&here(&visit, &done), "/desk/shelves"))
        }
        Err(error) => {
            let form = refused(&visit, form, error)?;
            Ok(page(&visit, &form, &shelves))
        }
    }
}

/// `<listing>:<store>`, as the boxes say it.
fn place(text: &str) -> Option<ShelfConfirm> {
    let (listing, store) = text.split_once(':')?;
    Some(ShelfConfirm {
        listing_id: listing.parse::<ListingId>().ok()?,
        store_id: store.parse().ok()?,
    })
}

/// What the page shows of a store: what its button counts, and nothing that nobody has seen.
pub(super) fn shown_of(listings: &[Listing], store: StoreId) -> Vec<ShelfConfirm> {
    let there = |listing: &&Listing| listing.stores.iter().any(|place| place.id == store);
    let shown = listings.iter().filter(there);
    shown
        .map(|listing| ShelfConfirm {
            listing_id: listing.id,
            store_id: store,
        })
        .collect()
}

/// Takes back what was confirmed at that instant.
async fn take_back(visit: &Visit, form: Form, confirmed_at: Timestamp) -> PageResult {
    let body = ShelvesTakeBack { confirmed_at };
    let call = Call::<TakeBackShelves>::new(())
        .body(&body)
        .idempotency_key(form.text("once"));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go_as_given(&here(visit, "taken_back"), "/desk/shelves")),
        Err(error) => {
            let form = refused(visit, form, error)?;
            Ok(page(visit, &form, &read(visit).await?))
        }
    }
}

/// This page again, with what has been done.
fn here(visit: &Visit, done: &str) -> String {
    let here = changed(visit, "done", "");
    let mark = if here.contains('?') { '&' } else { '?' };
    format!("{here}{mark}done={done}")
}

/// How many shelves were confirmed (`?done=confirmed.<how many>.<when>`), with a way back.
fn confirmed(visit: &Visit, form: &Form) -> Option<AnyView> {
    let done = asked(visit, "done")?;
    let (count, at) = done.strip_prefix("confirmed.")?.split_once('.')?;
    let (count, at): (usize, i64) = (count.parse().ok()?, at.parse().ok()?);
    let told = notice(
        visit,
        "success",
        tr!(visit, "shelves.done_confirmed", n = count),
        None,
    );
    Some(
        view! {
            {told}
            <form method="post" action=changed(visit, "done", "")>
                {once(visit, form)}
                <button class="button button--quiet" name="take_back" value=at.to_string()>{tr!(visit, "shelves.take_back")}</button>
            </form>
        }
        .into_any(),
    )
}

async fn read(visit: &Visit) -> Result<Shelves, PageError> {
    let own = visit.session.as_ref().map(|session| session.organisation.id);
    let chains = visit.read(Call::<ListChains>::new(())).await?.items.into_iter();
    let chains: Vec<Chain> = chains
        .filter(|chain| Some(chain.organisation_id) == own)
        .collect();
    let asked_for = choice::<ChainId>(visit, "chain");
    let chain = chains
        .iter()
        .find(|chain| Some(chain.id) == asked_for)
        .or_else(|| chains.first())
        .cloned();
    let filter = ListingFilter {
        status: Some(ListingStatus::OnShelf),
        chain_id: chain.as_ref().map(|chain| chain.id),
        overdue: choice(visit, "overdue"),
        limit: Some(MAX_LIMIT),
        cursor: asked(visit, "cursor"),
        ..ListingFilter::default()
    };
    let listings = visit.read(Call::<ListListings>::new(()).query(&filter)).await?;
    Ok(Shelves {
        chains,
        chain,
        listings,
        filter,
    })
}

fn page(visit: &Visit, form: &Form, shelves: &Shelves) -> Response<Body> {
    let title = tr!(visit, "shelves.title");
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let chains: Vec<(String, String)> = shelves
            .chains
            .iter()
            .map(|chain| (chain.id.to_string(), chain.name.clone()))
            .collect();
        let several = chains.len() > 1;
        let chains: Vec<(&str, String)> = chains
            .iter()
            .map(|(id, name)| (id.as_str(), name.clone()))
            .collect();
        let which = vec![
            ("", tr!(visit, "orders.all")),
            ("true", tr!(visit, "listings.confirm_again")),
        ];
        let content = match &shelves.chain {
            Some(chain) if !shelves.listings.items.is_empty() => {
                // This very part of the list: a store's button means what it shows.
                let action = format!("{}?{}", visit.to(&visit.path), visit.query);
                view! {
                    <form class="stack" method="post" action=action>
                        {once(visit, form)}
                        {table(visit, form, chain, &shelves.listings.items)}
                        <div class="sticky-bar">
                            <button class="button">{tr!(visit, "shelves.confirm")}</button>
                            <button class="button button--quiet" type="button" data-tick="shelf" hidden=true>{tr!(visit, "shelves.tick_all")}</button>
                            <span class="muted small">{tr!(visit, "shelves.confirm_hint")}</span>
                        </div>
                    </form>
                }
                .into_any()
            }
            Some(_) => empty(
                visit,
                tr!(visit, "shelves.none"),
                tr!(visit, "shelves.none_text"),
                None,
            ),
            None => notice(visit, "info", tr!(visit, "shelves.no_chain"), None),
        };
        view! {
            {page_head(title, Some(tr!(visit, "shelves.lede")), ().into_any())}
            {problem_summary(visit, form)}
            {news(visit, "shelves", &["taken_back"])}
            {confirmed(visit, form)}
            {several.then(|| tabs(visit, tr!(visit, "listings.chain"), "chain", chains))}
            {tabs(visit, tr!(visit, "listings.state"), "overdue", which)}
            {content}
            {(!shelves.listings.items.is_empty()).then(|| export_link(visit, ExportKind::Shelves, &shelves.filter.as_export()))}
            {next_page(visit, shelves.listings.next_cursor.as_deref())}
        }
        .into_any()
    })
}
