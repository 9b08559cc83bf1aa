//! The home page: what is in season now, what is featured and why, where it all comes from, how to buy.

use crate::{
    components::{
        card::card,
        collection::collection_strip,
        frame::{Frame, Width},
        map::{map, spot_table},
        messages::empty,
        structured,
    },
    format,
    pages::{
        discovery::{
            groups::group_path,
            places::{Counted, commune_path, spots, told},
        },
        info::coverage::big,
    },
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    catalogue::{Group, ListGroups},
    discovery::{
        FacetCount, Feature, GetFeatures, ListCollections, ListPlaces, ListProducts, Place, ProductFilter,
    },
    listings::{Coverage, GetCoverage},
};

/// Products in season on the page: four a row, two on phones.
const IN_SEASON: u16 = 8;
/// Communes named beside the map.
const NAMED: usize = 8;

pub(crate) async fn home(visit: Visit) -> PageResult {
    let month = u8::from(visit.today().month());
    let season = ProductFilter {
        season: Some(month),
        in_stock: Some(true),
        limit: Some(IN_SEASON),
        ..ProductFilter::default()
    };
    let all = ProductFilter {
        facets: Some(true),
        limit: Some(1),
        ..ProductFilter::default()
    };
    let ((features, in_season), (groups, all), (coverage, collections), places) =
        futures_util::future::try_join4(
            futures_util::future::try_join(
                visit.get::<GetFeatures>(()),
                visit.read(Call::<ListProducts>::new(()).query(&season)),
            ),
            futures_util::future::try_join(
                visit.get::<ListGroups>(()),
                visit.read(Call::<ListProducts>::new(()).query(&all)),
            ),
            futures_util::future::try_join(visit.get::<GetCoverage>(()), visit.get::<ListCollections>(())),
            visit.get::<ListPlaces>(()),
        )
        .await?;
    let mut frame = Frame::public(tr!(visit, "home.title")).described(tr!(visit, "home.description"));
    frame.width = Width::Own;
    frame.data.push(structured::site(&visit));
    Ok(visit.page(frame, || {
        let nothing = all.total == 0;
        let counts = all.facets.map(|facets| facets.group).unwrap_or_default();
        let cards: Vec<AnyView> = in_season
            .items
            .iter()
            .map(|product| card(&visit, product, None))
            .collect();
        let name = format::month(visit.lang, month);
        view! {
            {hero(&visit, &name)}
            <div class="container stack stack--loose">
                {(!nothing).then(|| figures(&visit, all.total, &places.items, &coverage))}
                {(!cards.is_empty()).then(|| view! {
                    <section class="section">
                        <div class="section__head">
                            <h2>{tr!(visit, "home.in_season", month = name)}</h2>
                            <a href=visit.to(&format!("/products?season={month}"))>{tr!(visit, "common.all")}</a>
                        </div>
                        {even(cards)}
                    </section>
                })}
                {featured(&visit, &features.items)}
                {nothing.then(|| empty(
                    &visit,
                    tr!(visit, "home.empty_title"),
                    tr!(visit, "home.empty_text"),
                    Some(("/sign-up".to_owned(), tr!(visit, "frame.sign_up"))),
                ))}
                {collection_strip(&visit, &collections.items)}
                {group_links(&visit, &groups.items, &counts)}
                {(!nothing).then(|| communes(&visit, &places.items))}
                {how(&visit)}
                <section class="section">
                    <div class="section__head">
                        <h2>{tr!(visit, "home.coverage")}</h2>
                        <a href=visit.to("/coverage")>{tr!(visit, "home.coverage_more")}</a>
                    </div>
                    {big(&visit, &coverage)}
                </section>
            </div>
        }
        .into_any()
    }))
}

fn hero(visit: &Visit, month: &str) -> AnyView {
    view! {
        <section class="hero">
            <img class="hero__picture" src=visit.asset("illustrations/hero.svg") width="1440" height="560" alt=""/>
            <div class="container hero__text">
                <p class="eyebrow">{tr!(visit, "home.month", month = month)}</p>
                <h1>{tr!(visit, "home.heading")}</h1>
                <p class="lede">{tr!(visit, "home.lede")}</p>
                <div class="cluster">
                    <a class="button" href=visit.to("/products?in_stock=true")>{tr!(visit, "home.see_stock")}</a>
                    <a class="button button--quiet" href=visit.to("/how-it-works")>{tr!(visit, "frame.how")}</a>
                </div>
            </div>
        </section>
    }
    .into_any()
}

/// What there is, in numbers.
fn figures(visit: &Visit, products: i64, places: &[Place], coverage: &Coverage) -> AnyView {
    let sum = |of: fn(&Place) -> i64| places.iter().map(of).sum::<i64>();
    let communes = places
        .iter()
        .filter(|place| place.products > 0 || place.producers > 0)
        .count();
    let figure = |count: i64, key: &'static str, path: &'static str| {
        view! {
            <li><a href=visit.to(path)>
                <strong class="num">{format::number(visit.lang, count)}</strong><span>{tr!(visit, format!("home.figure_{key}"))}</span>
            </a></li>
        }
    };
    view! {
        <ul class="figures" aria-label=tr!(visit, "home.figures")>
            {figure(products, "products", "/products")}
            {figure(coverage.valid.all, "stars", "/products?stars=3,4,5")}
            {figure(sum(|place| place.producers), "producers", "/producers")}
            {figure(i64::try_from(communes).unwrap_or_default(), "communes", "/communes")}
            {figure(sum(|place| place.stores), "stores", "/where-to-buy")}
        </ul>
    }
    .into_any()
}

/// Cards in rows of equal length, as far as their number allows.
fn even(cards: Vec<AnyView>) -> AnyView {
    let columns = match cards.len() {
        1 | 2 => 2,
        3 | 6 | 9 => 3,
        5 | 10 => 5,
        _ => 4,
    };
    view! { <div class=format!("grid-cards grid-cards--even grid-cards--{columns}")>{cards}</div> }.into_any()
}

fn featured(visit: &Visit, features: &[Feature]) -> AnyView {
    if features.is_empty() {
        return ().into_any();
    }
    let cards: Vec<AnyView> = features
        .iter()
        .map(|feature| {
            let reason = match (visit.lang, &feature.reason_en) {
                (shared::Lang::En, Some(reason)) => reason.clone(),
                (shared::Lang::En, None) => tr!(visit, "curation.in_vietnamese", reason = feature.reason),
                _ => feature.reason.clone(),
            };
            card(visit, &feature.product, Some(reason))
        })
        .collect();
    view! {
        <section class="section">
            <div class="section__head">
                <h2>{tr!(visit, "home.featured")}</h2>
                <a href=visit.to("/how-it-works#featured")>{tr!(visit, "home.why_featured")}</a>
            </div>
            {even(cards)}
        </section>
    }
    .into_any()
}

/// The groups of OCOP products, each with a picture of what belongs there.
fn group_links(visit: &Visit, groups: &[Group], counts: &[FacetCount]) -> AnyView {
    let links: Vec<AnyView> = groups
        .iter()
        .filter(|group| group.parent.is_none())
        .map(|group| {
            let picture = visit.asset(&format!("illustrations/{}.svg", picture_of(&group.code)));
            let name = visit.lang.pick(&group.name, &group.name_en).to_owned();
            let count = counts
                .iter()
                .find(|one| one.value == group.code)
                .map_or(0, |one| one.count);
            view! {
                <li><a class="group" href=visit.to(&group_path(&group.code))>
                    <img src=picture width="640" height="480" loading="lazy" alt=""/>
                    <span>{name} " " <small class="muted">{told(visit, Counted::Products, count)}</small></span>
                </a></li>
            }
            .into_any()
        })
        .collect();
    if links.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="section">
            <div class="section__head"><h2>{tr!(visit, "home.groups")}</h2><a href=visit.to("/groups")>{tr!(visit, "home.all_groups")}</a></div>
            <ul class="groups">{links}</ul>
        </section>
    }
    .into_any()
}

/// Where it comes from: the map, and the communes with most.
fn communes(visit: &Visit, places: &[Place]) -> AnyView {
    let mut first: Vec<&Place> = places.iter().filter(|place| place.products > 0).collect();
    first.sort_by_key(|place| std::cmp::Reverse(place.products));
    let links: Vec<AnyView> = first
        .into_iter()
        .take(NAMED)
        .map(|place| {
            let name = place.commune.name.clone();
            view! {
                <li class="cluster cluster--between">
                    <a href=visit.to(&commune_path(&name))>{name.clone()}</a>
                    <span class="muted small">{told(visit, Counted::Products, place.products)}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    let spots = spots(visit, places, Counted::Products);
    let heads = [tr!(visit, "places.commune"), tr!(visit, "places.products")];
    view! {
        <section class="section">
            <div class="section__head"><h2>{tr!(visit, "home.communes")}</h2><a href=visit.to("/map")>{tr!(visit, "places.map")}</a></div>
            <div class="split split--wide-first">
                <div>
                    {map(visit, tr!(visit, "places.map_of_products"), &spots)}
                    {spot_table(visit, tr!(visit, "places.by_commune"), heads, &spots)}
                </div>
                <div class="stack">
                    <h3 class="h4">{tr!(visit, "home.communes_most")}</h3>
                    <ul class="list-plain stack--tight">{links}</ul>
                    <p><a href=visit.to("/communes")>{tr!(visit, "places.all_communes")}</a></p>
                </div>
            </div>
        </section>
    }
    .into_any()
}

fn how(visit: &Visit) -> AnyView {
    view! {
        <section class="section stack">
            <h2>{tr!(visit, "home.how")}</h2>
            <ol class="how">
                <li><h3>{tr!(visit, "home.how_1")}</h3><p>{tr!(visit, "home.how_1_text")}</p></li>
                <li><h3>{tr!(visit, "home.how_2")}</h3><p>{tr!(visit, "home.how_2_text")}</p></li>
                <li><h3>{tr!(visit, "home.how_3")}</h3><p>{tr!(visit, "home.how_3_text")}</p></li>
            </ol>
        </section>
    }
    .into_any()
}

/// The illustration for a group (decision 148/QĐ-TTg, appendix I).
fn picture_of(code: &str) -> &'static str {
    match code {
        "I" => "rice",
        "II" => "spirits",
        "III" => "star-anise",
        "IV" => "brocade",
        "V" => "orchid",
        "VI" => "homestay",
        _ => "default",
    }
}
