//! Stores of a listing: where it stands and since when, or where the producer would like it.

use crate::{
    components::bits::{instant, only_vietnamese},
    visit::Visit,
};
use leptos::prelude::*;
use shared::listings::{Chain, Listing};

pub(super) fn stores(visit: &Visit, listing: &Listing, chain: Option<&Chain>) -> AnyView {
    if listing.stores.is_empty() {
        return view! { {wanted(visit, listing, chain)}{removed(visit, listing)} }.into_any();
    }
    let heads = ["store", "shelved_at", "confirmed_at"].map(|key| tr!(visit, format!("listings.{key}")));
    let [store_head, shelved_head, confirmed_head] = heads;
    let rows: Vec<AnyView> = listing
        .stores
        .iter()
        .map(|store| {
            let confirmed = match store.confirmed_at {
                Some(at) => instant(at),
                None => {
                    view! { <span class="muted">{tr!(visit, "listings.never_confirmed")}</span> }.into_any()
                }
            };
            view! {
                <tr>
                    <th scope="row" data-label=store_head.clone() lang=only_vietnamese(visit.lang, None)>{store.name.clone()}</th>
                    <td data-label=shelved_head.clone()>{instant(store.shelved_at)}</td>
                    <td data-label=confirmed_head.clone()>{confirmed}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="section stack">
            <h2 class="h4">{tr!(visit, "listings.stores")}</h2>
            <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "listings.stores")>
                <table class="table table--cards">
                    <caption class="visually-hidden">{tr!(visit, "listings.stores")}</caption>
                    <thead><tr>
                        <th scope="col">{store_head.clone()}</th><th scope="col">{shelved_head.clone()}</th>
                        <th scope="col">{confirmed_head.clone()}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
        {removed(visit, listing)}
    }
    .into_any()
}

/// Stores that took it off, and why.
fn removed(visit: &Visit, listing: &Listing) -> AnyView {
    if listing.removed_stores.is_empty() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = listing
        .removed_stores
        .iter()
        .map(|store| {
            let why: Vec<String> = store
                .reason_code
                .map(|code| tr!(visit, format!("listings.reason_{code}")))
                .into_iter()
                .chain(store.reason.clone())
                .collect();
            let why = (!why.is_empty()).then(|| view! { <br/><small class="muted">{why.join(": ")}</small> });
            view! { <li><strong lang=only_vietnamese(visit.lang, None)>{store.name.clone()}</strong> " · " {instant(store.removed_at)}{why}</li> }
                .into_any()
        })
        .collect();
    view! { <section class="section stack"><h2 class="h4">{tr!(visit, "listings.removed")}</h2><ul>{rows}</ul></section> }
        .into_any()
}

/// The stores that the producer had in mind.
fn wanted(visit: &Visit, listing: &Listing, chain: Option<&Chain>) -> AnyView {
    let names: Vec<AnyView> = chain
        .into_iter()
        .flat_map(|chain| &chain.stores)
        .filter(|store| listing.wanted_stores.contains(&store.id))
        .map(|store| view! { <li>{store.name.clone()}</li> }.into_any())
        .collect();
    let text = if names.is_empty() {
        view! { <p>{tr!(visit, "listings.all_stores")}</p> }.into_any()
    } else {
        view! { <ul>{names}</ul> }.into_any()
    };
    view! { <section class="prose"><h2 class="h4">{tr!(visit, "listings.wanted")}</h2>{text}</section> }
        .into_any()
}
