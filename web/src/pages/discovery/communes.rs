//! All communes, and which of them an old address belongs to.

use super::places::{Counted, commune_path, told};
use crate::{
    components::{
        bits::{only_vietnamese, page_head},
        fields::Field,
        frame::Frame,
        messages::empty,
    },
    form::Form,
    pages::address::asked,
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    discovery::{ListPlaces, Place},
    producers::{LegacyCommune, LegacyCommuneFilter, ListLegacyCommunes},
};

pub(crate) async fn communes(visit: Visit) -> PageResult {
    let words = asked(&visit, "q");
    let filter = LegacyCommuneFilter { q: words.clone() };
    let old = async {
        match &words {
            Some(_) => Ok(visit
                .read(Call::<ListLegacyCommunes>::new(()).query(&filter))
                .await?
                .items),
            None => Ok(Vec::new()),
        }
    };
    let (places, old) = futures_util::future::try_join(visit.get::<ListPlaces>(()), old).await?;
    let frame =
        Frame::public(tr!(visit, "places.communes")).described(tr!(visit, "places.communes_description"));
    Ok(visit.page(frame, || {
        let wards = places
            .items
            .iter()
            .filter(|place| place.commune.name.starts_with("Phường "))
            .count();
        let map = view! { <a class="button button--quiet" href=visit.to("/map")>{tr!(visit, "places.to_map")}</a> };
        view! {
            {page_head(tr!(visit, "places.communes"), Some(tr!(visit, "places.communes_lede", communes = places.items.len() - wards, wards = wards)), map.into_any())}
            {search(&visit, words.as_deref(), &old)}
            <section class="section stack">
                <h2>{tr!(visit, "places.all")}</h2>
                <ul class="columns">{places.items.iter().map(|place| line(&visit, place)).collect::<Vec<_>>()}</ul>
            </section>
        }
        .into_any()
    }))
}

fn line(visit: &Visit, place: &Place) -> AnyView {
    let count = if place.products > 0 {
        told(visit, Counted::Products, place.products)
    } else if place.producers > 0 {
        told(visit, Counted::Producers, place.producers)
    } else {
        String::new()
    };
    view! {
        <li><a href=visit.to(&commune_path(&place.commune.name)) lang=only_vietnamese(visit.lang, None)>{place.commune.name.clone()}</a> " " <span class="muted small">{count}</span></li>
    }
    .into_any()
}

/// Names from before July 2025 are what people still say.
fn search(visit: &Visit, words: Option<&str>, old: &[LegacyCommune]) -> AnyView {
    let form = Form::filled([("q", words.unwrap_or_default())]);
    let rows: Vec<AnyView> = old
        .iter()
        .map(|old| {
            view! {
                <li>
                    {old.old_commune.clone()} ", " {old.old_district.clone()} " → "
                    <a href=visit.to(&commune_path(&old.commune.name)) lang=only_vietnamese(visit.lang, None)>{old.commune.name.clone()}</a>
                </li>
            }
            .into_any()
        })
        .collect();
    let found = match (words, rows.is_empty()) {
        (None, _) => ().into_any(),
        (Some(_), true) => empty(
            visit,
            tr!(visit, "places.old_none"),
            tr!(visit, "places.old_none_text"),
            None,
        ),
        (Some(_), false) => view! { <ul class="prose" role="status">{rows}</ul> }.into_any(),
    };
    view! {
        <section class="panel panel--quiet stack">
            <h2 class="h3">{tr!(visit, "places.old")}</h2>
            <form class="field-row" action=visit.to("/communes")>
                {Field::new("q", tr!(visit, "places.old_words")).kind("search").hint(tr!(visit, "places.old_hint")).input(visit, &form)}
                <div><button class="button button--quiet">{tr!(visit, "places.old_find")}</button></div>
            </form>
            {found}
        </section>
    }
    .into_any()
}
