//! A commune: its products and producers, where to buy there, what it was called, what lies around.

use super::{
    places::{Counted, commune_path, nearest, spots, told},
    where_to_buy::stores_list,
};
use crate::{
    components::{
        bits::breadcrumb, card::cards_or, frame::Frame, map::map, messages::empty, share, structured::crumbs,
    },
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, Code,
    discovery::{ListPlaces, ListProducts, ListStores, Place, ProductFilter, StoreFilter},
    producers::{
        GrowingZone, GrowingZoneFilter, LegacyCommune, LegacyCommuneFilter, ListGrowingZones,
        ListLegacyCommunes, ListProducers, Producer, ProducerFilter,
    },
    text::slug,
};

/// Products on the page; the rest is a link away.
const SHOWN: u16 = 12;

pub(crate) async fn commune(visit: Visit, Path(key): Path<String>) -> PageResult {
    let places = visit.get::<ListPlaces>(()).await?.items;
    let found = places
        .iter()
        .find(|place| place.commune.code == key || slug(&place.commune.name) == key);
    let here = found.ok_or_else(|| visit.refuse(Code::NotFound))?;
    let path = commune_path(&here.commune.name);
    if here.commune.code == key {
        return Ok(visit.go(&path));
    }
    let code = Some(here.commune.code.clone());
    let products = ProductFilter {
        commune: code.clone(),
        limit: Some(SHOWN),
        ..ProductFilter::default()
    };
    let producers = ProducerFilter {
        commune: code.clone(),
        limit: Some(100),
        ..ProducerFilter::default()
    };
    let stores = StoreFilter {
        commune: code.clone(),
        limit: Some(100),
        ..StoreFilter::default()
    };
    let zones = GrowingZoneFilter {
        commune: code,
        crop: None,
    };
    let (products, producers, stores, (zones, old)) = futures_util::future::try_join4(
        visit.read(Call::<ListProducts>::new(()).query(&products)),
        visit.read(Call::<ListProducers>::new(()).query(&producers)),
        visit.read(Call::<ListStores>::new(()).query(&stores)),
        futures_util::future::try_join(
            visit.read(Call::<ListGrowingZones>::new(()).query(&zones)),
            visit.read(Call::<ListLegacyCommunes>::new(()).query(&LegacyCommuneFilter::default())),
        ),
    )
    .await?;
    let name = here.commune.name.clone();
    let trail = vec![("/communes".to_owned(), tr!(visit, "places.communes"))];
    let described = tr!(visit, "places.commune_description", name = name);
    let mut frame = Frame::public(name.clone()).described(described);
    frame.picture = share::of_products(&products.items);
    frame.data.push(crumbs(&visit, &trail, &name));
    Ok(visit.page(frame, || {
        let more = (products.total > i64::from(SHOWN)).then(|| {
            let address = visit.to(&format!("/products?commune={}", here.commune.code));
            view! { <a href=address>{tr!(visit, "common.all")}</a> }
        });
        let goods = cards_or(&visit, &products.items, || {
            empty(
                &visit,
                tr!(visit, "places.no_products"),
                tr!(visit, "places.no_products_text"),
                None,
            )
        });
        view! {
            {breadcrumb(&visit, trail, name.clone())}
            <div class="split split--wide-first">
                <div class="stack">
                    <h1>{name.clone()}</h1>
                    {figures(&visit, here)}
                    {legacy(&visit, here, &old.items)}
                    {growing(&visit, &zones.items)}
                    {around(&visit, here, &places)}
                </div>
                {map(&visit, tr!(visit, "places.map_here", name = name), &marked(&visit, here, &places))}
            </div>
            <section class="section">
                <div class="section__head"><h2>{tr!(visit, "places.products")}</h2>{more}</div>
                {goods}
            </section>
            {makers(&visit, &producers.items)}
            {(!stores.items.is_empty()).then(|| view! {
                <section class="section stack">
                    <h2>{tr!(visit, "places.where_here")}</h2>
                    {stores_list(&visit, &stores.items, None)}
                </section>
            })}
        }
        .into_any()
    }))
}

fn figures(visit: &Visit, here: &Place) -> AnyView {
    let figures: Vec<AnyView> = Counted::ALL
        .into_iter()
        .map(|counted| {
            let count = crate::format::number(visit.lang, counted.of(here));
            view! { <li><strong class="num">{count}</strong><span>{tr!(visit, format!("places.{}", counted.word()))}</span></li> }
                .into_any()
        })
        .collect();
    view! { <ul class="figures">{figures}</ul> }.into_any()
}

/// The map, with this commune marked.
fn marked(visit: &Visit, here: &Place, places: &[Place]) -> Vec<crate::components::map::Spot> {
    let mut spots = spots(visit, places, Counted::Products);
    for (spot, place) in spots.iter_mut().zip(places) {
        spot.current = place.commune.code == here.commune.code;
    }
    spots
}

/// What the communes were called that became this one on 1 July 2025.
fn legacy(visit: &Visit, here: &Place, old: &[LegacyCommune]) -> AnyView {
    let names: Vec<String> = old
        .iter()
        .filter(|old| old.commune.code == here.commune.code)
        .map(|old| format!("{} ({})", old.old_commune, old.old_district))
        .collect();
    if names.is_empty() {
        return ().into_any();
    }
    view! { <p><span class="strong">{tr!(visit, "places.formerly")}</span> " " {names.join(", ")} "."</p> }
        .into_any()
}

fn growing(visit: &Visit, zones: &[GrowingZone]) -> AnyView {
    if zones.is_empty() {
        return ().into_any();
    }
    let mut crops: Vec<&str> = zones.iter().map(|zone| zone.crop.as_str()).collect();
    crops.sort_unstable();
    crops.dedup();
    let crops: Vec<AnyView> = crops
        .into_iter()
        .map(|crop| view! { <span class="chip chip--season" lang="vi">{crop.to_owned()}</span> }.into_any())
        .collect();
    view! { <p class="cluster"><span class="strong">{tr!(visit, "places.growing")}</span> {crops}</p> }
        .into_any()
}

fn around(visit: &Visit, here: &Place, places: &[Place]) -> AnyView {
    let links: Vec<AnyView> = nearest(here, places, 6)
        .into_iter()
        .map(|place| {
            let name = place.commune.name.clone();
            view! { <li><a href=visit.to(&commune_path(&name))>{name.clone()}</a></li> }.into_any()
        })
        .collect();
    view! {
        <div>
            <h2 class="h4">{tr!(visit, "places.around")}</h2>
            <ul class="columns">{links}</ul>
        </div>
    }
    .into_any()
}

fn makers(visit: &Visit, producers: &[Producer]) -> AnyView {
    if producers.is_empty() {
        return ().into_any();
    }
    let lines: Vec<AnyView> = producers
        .iter()
        .map(|producer| {
            let kind = tr!(visit, format!("producers.kind_{}", producer.kind));
            let name = producer.name_in(visit.lang).to_owned();
            view! {
                <li class="panel"><a class="strong" href=visit.to(&format!("/producers/{}", producer.slug))>{name}</a><p class="muted small">{kind}</p></li>
            }
            .into_any()
        })
        .collect();
    let count = told(
        visit,
        Counted::Producers,
        i64::try_from(producers.len()).unwrap_or(i64::MAX),
    );
    view! {
        <section class="section stack">
            <div class="section__head"><h2>{tr!(visit, "places.producers")}</h2><span class="muted">{count}</span></div>
            <ul class="tiles">{lines}</ul>
        </section>
    }
    .into_any()
}
