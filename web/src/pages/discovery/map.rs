//! The province's map: products, producers and stores by commune.

use super::places::{Counted, commune_path, spots};
use crate::{
    components::{
        bits::{only_vietnamese, page_head},
        frame::Frame,
        map::map,
    },
    format,
    pages::address::asked,
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::discovery::{ListPlaces, Place};

pub(crate) async fn map_page(visit: Visit) -> PageResult {
    let asked = asked(&visit, "show");
    let counted = Counted::ALL
        .into_iter()
        .find(|counted| asked.as_deref() == Some(counted.word()))
        .unwrap_or(Counted::Products);
    let places = visit.get::<ListPlaces>(()).await?.items;
    let frame = Frame::public(tr!(visit, "places.map")).described(tr!(visit, "places.map_description"));
    Ok(visit.page(frame, || {
        let label = tr!(visit, format!("places.map_of_{}", counted.word()));
        view! {
            {page_head(tr!(visit, "places.map"), Some(tr!(visit, "places.map_lede")), choice(&visit, counted))}
            <div class="split">
                <div>
                    {map(&visit, label, &spots(&visit, &places, counted))}
                    <p class="muted small">{tr!(visit, "places.map_note")}</p>
                </div>
                {table(&visit, &places)}
            </div>
            <p><a href=visit.to("/communes")>{tr!(visit, "places.all_communes")}</a></p>
        }
        .into_any()
    }))
}

/// What the dots count.
fn choice(visit: &Visit, counted: Counted) -> AnyView {
    let links: Vec<AnyView> = Counted::ALL
        .into_iter()
        .map(|one| {
            let current = (one == counted).then_some("true");
            let address = visit.to(&format!("/map?show={}", one.word()));
            view! { <a href=address aria-current=current>{tr!(visit, format!("places.{}", one.word()))}</a> }
                .into_any()
        })
        .collect();
    view! { <nav class="toggle" aria-label=tr!(visit, "places.counted")>{links}</nav> }.into_any()
}

/// The same as a table, for whoever reads rather than points.
fn table(visit: &Visit, places: &[Place]) -> AnyView {
    let mut shown: Vec<&Place> = places
        .iter()
        .filter(|place| place.products + place.producers + place.stores > 0)
        .collect();
    shown.sort_by_key(|place| std::cmp::Reverse((place.products, place.producers)));
    let rows: Vec<AnyView> = shown
        .into_iter()
        .map(|place| {
            let cell = |count: i64| view! { <td class="num">{format::number(visit.lang, count)}</td> };
            view! {
                <tr>
                    <th scope="row"><a href=visit.to(&commune_path(&place.commune.name)) lang=only_vietnamese(visit.lang, None)>{place.commune.name.clone()}</a></th>
                    {cell(place.products)}
                    {cell(place.producers)}
                    {cell(place.stores)}
                </tr>
            }
            .into_any()
        })
        .collect();
    let label = tr!(visit, "places.by_commune");
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=label.clone()>
            <table class="table table--dense">
                <caption>{label.clone()}</caption>
                <thead><tr>
                    <th scope="col">{tr!(visit, "places.commune")}</th>
                    <th scope="col" class="num">{tr!(visit, "places.products")}</th>
                    <th scope="col" class="num">{tr!(visit, "places.producers")}</th>
                    <th scope="col" class="num">{tr!(visit, "places.stores")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
