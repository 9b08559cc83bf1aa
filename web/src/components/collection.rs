//! Collections in small: a card each, and a strip of them for other pages.

use crate::visit::Visit;
use leptos::prelude::*;
use shared::discovery::Collection;

/// The most collections in a strip.
const STRIP: usize = 3;

/// A collection as a card with pictures of its first products.
pub(crate) fn collection_card(visit: &Visit, collection: &Collection) -> AnyView {
    let pictures: Vec<AnyView> = collection
        .products
        .iter()
        .filter_map(|product| product.image.as_ref()?.sources.first())
        .take(3)
        .map(|source| {
            view! { <img src=source.url.clone() width=source.width height=source.height loading="lazy" alt=""/> }.into_any()
        })
        .collect();
    let pictures = if pictures.is_empty() {
        view! { <img src=visit.asset("illustrations/default.svg") width="640" height="480" loading="lazy" alt=""/> }.into_any()
    } else {
        pictures.into_any()
    };
    let intro = collection.intro_in(visit.lang).map(str::to_owned);
    view! {
        <li><article class="collection">
            <div class="collection__pictures">{pictures}</div>
            <h3><a href=visit.to(&format!("/collections/{}", collection.slug))>{collection.title_in(visit.lang).to_owned()}</a></h3>
            {intro.map(|intro| view! { <p>{intro}</p> })}
            <p class="small muted">{tr!(visit, "collections.count", n = collection.products.len())}</p>
        </article></li>
    }
    .into_any()
}

/// The newest collections in a row; nothing where there are none.
pub(crate) fn collection_strip(visit: &Visit, collections: &[Collection]) -> AnyView {
    if collections.is_empty() {
        return ().into_any();
    }
    let cards: Vec<AnyView> = collections
        .iter()
        .take(STRIP)
        .map(|collection| collection_card(visit, collection))
        .collect();
    view! {
        <section class="section">
            <div class="section__head"><h2>{tr!(visit, "collections.title")}</h2><a href=visit.to("/collections")>{tr!(visit, "common.all")}</a></div>
            <ul class="collections list-plain">{cards}</ul>
        </section>
    }
    .into_any()
}
