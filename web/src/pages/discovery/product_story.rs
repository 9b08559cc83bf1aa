//! What stands below the facts: shelves, texts, who makes it.

use super::{places::commune_path, product::shortened};
use crate::{components::bits::only_vietnamese, format, pages::work::in_language, visit::Visit};
use leptos::prelude::*;
use shared::{Lang, discovery::Product};

/// Where a shopper finds it.
pub(super) fn shelf(visit: &Visit, product: &Product) -> AnyView {
    if product.on_shelf.is_empty() {
        return ().into_any();
    }
    let (chain, store, commune, confirmed) = (
        tr!(visit, "product.chain"),
        tr!(visit, "product.store"),
        tr!(visit, "product.commune"),
        tr!(visit, "product.confirmed_on"),
    );
    let rows: Vec<AnyView> = product
        .on_shelf
        .iter()
        .map(|place| {
            view! {
                <tr>
                    <th scope="row" data-label=store.clone()><span>{place.store.clone()} " " <small class="muted">{place.address.clone()}</small></span></th>
                    <td data-label=chain.clone() lang=only_vietnamese(visit.lang, None)>{place.chain.clone()}</td>
                    <td data-label=commune.clone()><a href=visit.to(&commune_path(&place.commune.name)) lang=only_vietnamese(visit.lang, None)>{place.commune.name.clone()}</a></td>
                    <td class="num" data-label=confirmed.clone()>{format::date(place.confirmed_on)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="section stack" id="shelf">
            <h2>{tr!(visit, "product.shelf")}</h2>
            <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "product.shelf")>
                <table class="table table--cards">
                    <caption class="visually-hidden">{tr!(visit, "product.shelf")}</caption>
                    <thead><tr>
                        <th scope="col">{store.clone()}</th><th scope="col">{chain.clone()}</th>
                        <th scope="col">{commune.clone()}</th><th scope="col" class="num">{confirmed.clone()}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p><a href=visit.to(&format!("/where-to-buy?product={}", product.slug))>{tr!(visit, "product.all_stores")}</a></p>
        </section>
    }
    .into_any()
}

/// Description, ingredients, storage.
pub(super) fn texts(visit: &Visit, product: &Product, description: String) -> AnyView {
    let texts = &product.texts;
    let more = |title: String, vi: &Option<String>, en: &Option<String>| {
        let shown = in_language(visit.lang, vi.as_deref()?, en.as_deref());
        let lang = only_vietnamese(visit.lang, en.as_deref());
        Some(view! { <h3>{title}</h3><p lang=lang>{shown}</p> })
    };
    let lang = only_vietnamese(visit.lang, texts.description_en.as_deref());
    view! {
        <section class="section prose stack">
            <h2>{tr!(visit, "product.about")}</h2>
            <div class="stack" lang=lang>{paragraphs(&description)}</div>
            {more(tr!(visit, "product.ingredients"), &texts.ingredients, &texts.ingredients_en)}
            {more(tr!(visit, "product.storage"), &texts.storage, &texts.storage_en)}
        </section>
    }
    .into_any()
}

/// Text with its line breaks as paragraphs.
pub(crate) fn paragraphs(text: &str) -> Vec<AnyView> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| view! { <p>{line.to_owned()}</p> }.into_any())
        .collect()
}

/// Who makes it.
pub(super) fn producer_box(visit: &Visit, product: &Product) -> AnyView {
    let producer = &product.producer;
    let story = match (visit.lang, &producer.story_en) {
        (Lang::En, Some(story)) => Some(story.clone()),
        _ => producer.story.clone(),
    };
    let address = visit.to(&format!("/producers/{}", producer.slug));
    view! {
        <section class="panel panel--quiet stack stack--tight">
            <p class="eyebrow">{tr!(visit, format!("producers.kind_{}", producer.kind))}</p>
            <h2 class="h3" lang=only_vietnamese(visit.lang, producer.name_en.as_deref())>{producer.name_in(visit.lang).to_owned()}</h2>
            <p class="muted">{producer.commune.name.clone()}</p>
            {story.map(|story| view! { <p lang=only_vietnamese(visit.lang, producer.story_en.as_deref())>{shortened(&story)}</p> })}
            <p><a href=address>{tr!(visit, "product.to_producer")}</a></p>
        </section>
    }
    .into_any()
}
