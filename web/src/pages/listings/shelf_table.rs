//! The table of products and stores; each place with its state and a box.

use super::shelves::shown_of;
use crate::{components::bits::only_vietnamese, form::Form, format, pages::work::in_language, visit::Visit};
use leptos::prelude::*;
use shared::listings::{Chain, Listing, ListingStore};

pub(super) fn table(visit: &Visit, form: &Form, chain: &Chain, listings: &[Listing]) -> AnyView {
    let heads: Vec<AnyView> = chain
        .stores
        .iter()
        .map(|store| {
            let shown = shown_of(listings, store.id).len();
            let all = (shown > 0).then(|| {
                view! {
                    <button class="button button--link" name="store" value=store.id.to_string()>
                        {tr!(visit, "shelves.all", n = shown)} <span class="visually-hidden">": " {store.name.clone()}</span>
                    </button>
                }
            });
            view! {
                <th scope="col">
                    <span class="stack stack--tight">{store.name.clone()}{all}</span>
                </th>
            }
            .into_any()
        })
        .collect();
    let rows: Vec<AnyView> = listings
        .iter()
        .map(|listing| row(visit, form, chain, listing))
        .collect();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "shelves.title") id="shelf">
            <table class="table table--cards table--dense table--wide">
                <caption class="visually-hidden">{tr!(visit, "shelves.title")}</caption>
                <thead><tr><th scope="col">{tr!(visit, "listings.product")}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(visit: &Visit, form: &Form, chain: &Chain, listing: &Listing) -> AnyView {
    let name = in_language(
        visit.lang,
        &listing.product_name,
        listing.product_name_en.as_deref(),
    );
    let address = visit.to(&format!("/desk/listings/{}", listing.id));
    let lapses = listing.stars_until.zip(listing.stars).map(|(day, stars)| {
        let told = tr!(visit, "shelves.stars_until", n = stars, day = format::date(day));
        view! { <small class="muted">{told}</small> }
    });
    let cells: Vec<AnyView> = chain
        .stores
        .iter()
        .map(|store| {
            let there = listing.stores.iter().find(|one| one.id == store.id);
            let cell = there.map(|place| place_of(visit, form, listing, &name, place));
            view! { <td data-label=store.name.clone()>{cell}</td> }.into_any()
        })
        .collect();
    view! {
        <tr class=listing.overdue.then_some("is-overdue")>
            <th scope="row">
                <span class="stack stack--tight">
                    <a href=address>{name.clone()}</a>
                    <small class="muted" lang=only_vietnamese(visit.lang, listing.producer.name_en.as_deref())>{listing.producer.name_in(visit.lang).to_owned()}</small>
                    {lapses}
                </span>
            </th>
            {cells}
        </tr>
    }
    .into_any()
}

/// One product in one store: until when it counts, and the box to confirm it.
fn place_of(visit: &Visit, form: &Form, listing: &Listing, name: &str, place: &ListingStore) -> AnyView {
    let value = format!("{}:{}", listing.id, place.id);
    // Nothing is ticked beforehand: what is confirmed, somebody has seen.
    let checked = form.all("shelf").any(|sent| sent == value);
    let state = match place.confirm_by {
        Some(day) if place.overdue => {
            let told = tr!(visit, "shelves.overdue", day = format::date(day));
            view! { <span class="field__error">{told}</span> }.into_any()
        }
        Some(day) => {
            let told = tr!(visit, "shelves.counts", day = format::date(day));
            view! { <span class="muted">{told}</span> }.into_any()
        }
        None => {
            view! { <span class="field__error">{tr!(visit, "listings.never_confirmed")}</span> }.into_any()
        }
    };
    let aria = tr!(visit, "shelves.box", product = name, store = place.name);
    view! {
        <label class="choice">
            <input type="checkbox" name="shelf" value=value checked=checked aria-label=aria/>
            <span class="small">{state}</span>
        </label>
    }
    .into_any()
}
