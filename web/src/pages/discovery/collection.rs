//! A collection as visitors see it, and the list of them.

use super::product::shortened;
use crate::{
    components::{
        bits::{breadcrumb, page_head},
        card::card,
        collection::collection_card,
        frame::Frame,
        messages::empty,
        share,
        structured::crumbs,
    },
    format,
    pages::address::parsed,
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    discovery::{GetCollection, ListCollections},
    endpoint::Key,
};

pub(crate) async fn collections(visit: Visit) -> PageResult {
    let page = visit.get::<ListCollections>(()).await?;
    let title = tr!(visit, "collections.title");
    let mut frame = Frame::public(title.clone()).described(tr!(visit, "collections.public_lede"));
    let products = page
        .items
        .iter()
        .map(|collection| share::of_products(&collection.products));
    frame.picture = products.flatten().next();
    Ok(visit.page(frame, || {
        let body = if page.items.is_empty() {
            let all = Some(("/products".to_owned(), tr!(visit, "frame.products")));
            empty(
                &visit,
                tr!(visit, "collections.none"),
                tr!(visit, "collections.none_text"),
                all,
            )
        } else {
            let cards: Vec<AnyView> = page
                .items
                .iter()
                .map(|collection| collection_card(&visit, collection))
                .collect();
            view! { <section><h2 class="visually-hidden">{tr!(visit, "places.all")}</h2><ul class="collections list-plain">{cards}</ul></section> }
                .into_any()
        };
        view! {
            {page_head(title.clone(), Some(tr!(visit, "collections.public_lede")), ().into_any())}
            {body}
        }
        .into_any()
    }))
}

pub(crate) async fn collection(visit: Visit, Path(slug): Path<String>) -> PageResult {
    let key: Key = parsed(&visit, &slug)?;
    let collection = visit.get::<GetCollection>((key,)).await?;
    let title = collection.title_in(visit.lang).to_owned();
    let described = collection
        .intro_in(visit.lang)
        .map_or_else(|| tr!(visit, "collections.described", title = title), shortened);
    let trail = vec![("/collections".to_owned(), tr!(visit, "collections.title"))];
    let mut frame = Frame::public(title.clone()).described(described);
    frame.picture = share::of_products(&collection.products);
    frame.data.push(crumbs(&visit, &trail, &title));
    Ok(visit.page(frame, || {
        let cards: Vec<AnyView> = collection.products.iter().map(|product| card(&visit, product, None)).collect();
        let until = collection
            .until
            .map(|day| view! { <p class="muted">{tr!(visit, "collections.until", day = format::date(day))}</p> });
        view! {
            {breadcrumb(&visit, trail, title.clone())}
            {page_head(title.clone(), collection.intro_in(visit.lang).map(str::to_owned), until.into_any())}
            <section><h2 class="visually-hidden">{tr!(visit, "frame.products")}</h2><div class="grid-cards">{cards}</div></section>
        }
        .into_any()
    }))
}
