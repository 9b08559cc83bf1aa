//! Where to buy: stores with products on their shelves, confirmed within 90 days.

use super::places::commune_path;
use crate::{
    components::{
        bits::{icon, only_vietnamese, page_head},
        fields::Field,
        frame::Frame,
        messages::empty,
    },
    form::Form,
    format,
    pages::address::{asked, next_page},
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    discovery::{ListPlaces, ListStores, Place, ShelfProduct, StoreFilter, StoreShelf},
    listings::{Chain, ListChains},
};

/// Products of a store that are shown before the rest is folded.
const SHOWN: usize = 8;

pub(crate) async fn where_to_buy(visit: Visit) -> PageResult {
    let filter = StoreFilter {
        product: asked(&visit, "product"),
        commune: asked(&visit, "commune"),
        chain: asked(&visit, "chain").and_then(|id| id.parse().ok()),
        limit: None,
        cursor: asked(&visit, "cursor"),
    };
    let (stores, chains, places) = futures_util::future::try_join3(
        visit.read(Call::<ListStores>::new(()).query(&filter)),
        visit.get::<ListChains>(()),
        visit.get::<ListPlaces>(()),
    )
    .await?;
    let frame = Frame::public(tr!(visit, "stores.title")).described(tr!(visit, "stores.description"));
    Ok(visit.page(frame, || {
        let results = if stores.items.is_empty() {
            empty(
                &visit,
                tr!(visit, "stores.empty_title"),
                tr!(visit, "stores.empty_text"),
                Some(("/where-to-buy".to_owned(), tr!(visit, "stores.all"))),
            )
        } else {
            let list = stores_list(&visit, &stores.items, filter.product.as_deref());
            view! { <section><h2 class="visually-hidden">{tr!(visit, "places.stores")}</h2>{list}</section> }
                .into_any()
        };
        let chain = filter.chain.map(|chain| chain.to_string()).unwrap_or_default();
        let query = [
            ("product", filter.product.as_deref().unwrap_or_default()),
            ("commune", filter.commune.as_deref().unwrap_or_default()),
            ("chain", chain.as_str()),
        ];
        view! {
            {page_head(tr!(visit, "stores.title"), Some(tr!(visit, "stores.lede")), ().into_any())}
            {choices(&visit, &query, &chains.items, &places.items)}
            {product_chip(&visit, &filter, &stores.items)}
            {results}
            {next_page(&visit, "/where-to-buy", &query, stores.next_cursor.as_deref())}
            <p class="muted small">{tr!(visit, "stores.note")}</p>
        }
        .into_any()
    }))
}

fn choices(visit: &Visit, query: &[(&'static str, &str); 3], chains: &[Chain], places: &[Place]) -> AnyView {
    let form = Form::filled(query.map(|(name, value)| (name, value.to_owned())));
    let mut communes = vec![(String::new(), tr!(visit, "producers.all_communes"))];
    communes.extend(
        places
            .iter()
            .filter(|place| place.stores > 0)
            .map(|place| (place.commune.code.clone(), place.commune.name.clone())),
    );
    let mut of_chains = vec![(String::new(), tr!(visit, "stores.all_chains"))];
    of_chains.extend(
        chains
            .iter()
            .map(|chain| (chain.id.to_string(), chain.name.clone())),
    );
    let product = query
        .iter()
        .find(|(name, value)| *name == "product" && !value.is_empty());
    view! {
        <form class="field-row" action=visit.to("/where-to-buy")>
            {product.map(|(name, value)| view! { <input type="hidden" name=(*name).to_owned() value=(*value).to_owned()/> })}
            {Field::new("commune", tr!(visit, "producers.commune")).select(visit, &form, communes)}
            {Field::new("chain", tr!(visit, "product.chain")).select(visit, &form, of_chains)}
            <div><button class="button button--quiet">{tr!(visit, "stores.find")}</button></div>
        </form>
    }
    .into_any()
}

/// The product that is looked for, with a way back to all.
fn product_chip(visit: &Visit, filter: &StoreFilter, stores: &[StoreShelf]) -> AnyView {
    let Some(slug) = &filter.product else {
        return ().into_any();
    };
    let all = stores.iter().flat_map(|store| &store.products);
    let name = all
        .into_iter()
        .find(|product| product.slug == *slug)
        .map_or_else(|| slug.clone(), |product| product.name_in(visit.lang).to_owned());
    view! {
        <p class="cluster">
            <a class="chip chip--remove" href=visit.to("/where-to-buy")>
                {name} {icon(visit, "close")}<span class="visually-hidden">{tr!(visit, "stores.all")}</span>
            </a>
            <a href=visit.to(&format!("/products/{slug}"))>{tr!(visit, "stores.to_product")}</a>
        </p>
    }
    .into_any()
}

/// Stores with what stands in them. Where a product is looked for, it comes first and alone.
pub(super) fn stores_list(visit: &Visit, stores: &[StoreShelf], product: Option<&str>) -> AnyView {
    let stores: Vec<AnyView> = stores
        .iter()
        .map(|store| one_store(visit, store, product))
        .collect();
    view! { <ul class="tiles tiles--wide">{stores}</ul> }.into_any()
}

fn one_store(visit: &Visit, shelf: &StoreShelf, product: Option<&str>) -> AnyView {
    let wanted = |one: &&ShelfProduct| product.is_none_or(|slug| one.slug == slug);
    let lines: Vec<AnyView> = shelf
        .products
        .iter()
        .filter(wanted)
        .map(|one| line(visit, one))
        .collect();
    let count = shelf.products.len();
    let mut lines = lines.into_iter();
    let first: Vec<AnyView> = lines.by_ref().take(SHOWN).collect();
    let rest: Vec<AnyView> = lines.collect();
    let more = (!rest.is_empty()).then(|| {
        let left = format::number(visit.lang, i64::try_from(rest.len()).unwrap_or(i64::MAX));
        view! { <details><summary>{tr!(visit, "stores.more", n = left)}</summary><ul class="list-plain stack--tight">{rest}</ul></details> }
    });
    let n = format::number(visit.lang, i64::try_from(count).unwrap_or(i64::MAX));
    view! {
        <li class="panel stack stack--tight">
            <div>
                <p class="eyebrow">{shelf.chain.clone()}</p>
                <h3>{shelf.store.name.clone()}</h3>
            </div>
            <p class="cluster cluster--icon">
                {icon(visit, "map-pin")}
                <span>{shelf.store.address.clone()} ", " <a href=visit.to(&commune_path(&shelf.store.commune.name)) lang=only_vietnamese(visit.lang, None)>{shelf.store.commune.name.clone()}</a>
                    <small class="muted">" · " {tr!(visit, "places.products_n", n = n)}</small></span>
            </p>
            <ul class="list-plain stack--tight">{first}</ul>
            {more}
        </li>
    }
    .into_any()
}

fn line(visit: &Visit, product: &ShelfProduct) -> AnyView {
    let stars = product.stars.map(|stars| {
        view! { <span class="stars">{icon(visit, "star")}{tr!(visit, "common.stars", n = stars)}</span> }
    });
    let day = tr!(
        visit,
        "stores.confirmed",
        day = format::date(product.confirmed_on)
    );
    view! {
        <li>
            <a href=visit.to(&format!("/products/{}", product.slug))>{product.name_in(visit.lang).to_owned()}</a>
            " " {stars} " " <span class="muted small nowrap">{day}</span>
        </li>
    }
    .into_any()
}
