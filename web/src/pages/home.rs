//! The home page: what is in season now, what is featured and why, how to buy.

use crate::{
    components::{card::card, collection::collection_strip, frame::Frame, messages::empty},
    pages::info::coverage::big,
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    catalogue::{Group, ListGroups},
    discovery::{GetFeatures, ListCollections, ListProducts, ProductFilter},
    listings::GetCoverage,
};

pub(crate) async fn home(visit: Visit) -> PageResult {
    let month = u8::from(visit.today().month());
    let season = ProductFilter {
        season: Some(month),
        in_stock: Some(true),
        limit: Some(8),
        ..ProductFilter::default()
    };
    let (features, in_season, groups, (coverage, collections)) = futures_util::future::try_join4(
        visit.get::<GetFeatures>(()),
        visit.read(Call::<ListProducts>::new(()).query(&season)),
        visit.get::<ListGroups>(()),
        futures_util::future::try_join(visit.get::<GetCoverage>(()), visit.get::<ListCollections>(())),
    )
    .await?;
    let mut frame = Frame::public(tr!(visit, "home.title")).described(tr!(visit, "home.description"));
    frame.wide = true;
    Ok(visit.page(frame, || {
        let featured: Vec<AnyView> = features
            .items
            .iter()
            .map(|feature| {
                let reason = match (visit.lang, &feature.reason_en) {
                    (shared::Lang::En, Some(reason)) => reason.clone(),
                    (shared::Lang::En, None) => tr!(visit, "curation.in_vietnamese", reason = feature.reason),
                    _ => feature.reason.clone(),
                };
                card(&visit, &feature.product, Some(reason))
            })
            .collect();
        let cards: Vec<AnyView> = in_season.items.iter().map(|product| card(&visit, product, None)).collect();
        let nothing = cards.is_empty() && featured.is_empty();
        view! {
            <section class="hero">
                <img class="hero__picture" src=visit.asset("illustrations/hero.svg") width="1440" height="560" alt=""/>
                <div class="container hero__text">
                    <p class="eyebrow">{tr!(visit, "home.month", n = month)}</p>
                    <h1>{tr!(visit, "home.heading")}</h1>
                    <p class="lede">{tr!(visit, "home.lede")}</p>
                    <div class="cluster">
                        <a class="button" href=visit.to("/products?in_stock=true")>{tr!(visit, "home.see_stock")}</a>
                        <a class="button button--quiet" href=visit.to("/how-it-works")>{tr!(visit, "frame.how")}</a>
                    </div>
                </div>
            </section>
            <div class="container stack stack--loose">
                {(!featured.is_empty()).then(|| view! {
                    <section class="section">
                        <div class="section__head">
                            <h2>{tr!(visit, "home.featured")}</h2>
                            <a href=visit.to("/how-it-works#ranking")>{tr!(visit, "home.why_featured")}</a>
                        </div>
                        <div class="grid-cards">{featured}</div>
                    </section>
                })}
                {(!cards.is_empty()).then(|| view! {
                    <section class="section">
                        <div class="section__head">
                            <h2>{tr!(visit, "home.in_season", n = month)}</h2>
                            <a href=visit.to(&format!("/products?season={month}"))>{tr!(visit, "common.all")}</a>
                        </div>
                        <div class="grid-cards">{cards}</div>
                    </section>
                })}
                {nothing.then(|| empty(
                    &visit,
                    tr!(visit, "home.empty_title"),
                    tr!(visit, "home.empty_text"),
                    Some(("/sign-up".to_owned(), tr!(visit, "frame.sign_up"))),
                ))}
                {collection_strip(&visit, &collections.items)}
                {group_links(&visit, &groups.items)}
                <section class="section">
                    <div class="section__head">
                        <h2>{tr!(visit, "home.coverage")}</h2>
                        <a href=visit.to("/coverage")>{tr!(visit, "home.coverage_more")}</a>
                    </div>
                    {big(&visit, &coverage)}
                </section>
                <section class="section stack">
                    <h2>{tr!(visit, "home.how")}</h2>
                    <ol class="how">
                        <li><h3>{tr!(visit, "home.how_1")}</h3><p>{tr!(visit, "home.how_1_text")}</p></li>
                        <li><h3>{tr!(visit, "home.how_2")}</h3><p>{tr!(visit, "home.how_2_text")}</p></li>
                        <li><h3>{tr!(visit, "home.how_3")}</h3><p>{tr!(visit, "home.how_3_text")}</p></li>
                    </ol>
                </section>
            </div>
        }
        .into_any()
    }))
}

/// The groups of OCOP products, each with a picture of what belongs there.
fn group_links(visit: &Visit, groups: &[Group]) -> AnyView {
    let links: Vec<AnyView> = groups
        .iter()
        .filter(|group| group.parent.is_none())
        .map(|group| {
            let address = visit.to(&format!("/products?group={}", group.code));
            let picture = visit.asset(&format!("illustrations/{}.svg", picture_of(&group.code)));
            let name = visit.lang.pick(&group.name, &group.name_en).to_owned();
            view! {
                <li><a class="group" href=address>
                    <img src=picture width="640" height="480" loading="lazy" alt=""/>
                    <span>{name}</span>
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
            <div class="section__head"><h2>{tr!(visit, "home.groups")}</h2><a href=visit.to("/products")>{tr!(visit, "common.all")}</a></div>
            <ul class="groups">{links}</ul>
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
