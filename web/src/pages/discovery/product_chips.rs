//! What is chosen, each choice a link to the same list without it.

use super::product_filters::Choices;
use crate::{components::bits::icon, format, visit::Visit};
use leptos::prelude::*;
use shared::{
    Call, Money,
    catalogue::ListGroups,
    discovery::{FacetCount, Facets, ProductCard},
    endpoint::Key,
    producers::{CommuneFilter, GetProducer, ListCommunes},
};

/// What codes in the address are called.
pub(super) struct Names {
    producer: Option<String>,
    commune: Option<String>,
    group: Option<String>,
}

impl Names {
    /// Mostly the list itself tells; what it does not is asked for. What has no name keeps its code.
    pub(super) async fn read(
        visit: &Visit,
        filter: &Choices,
        facets: Option<&Facets>,
        first: Option<&ProductCard>,
    ) -> Self {
        let told = |name: &str, of: fn(&Facets) -> &Vec<FacetCount>| {
            let code = filter.get(name)?;
            let count = of(facets?).iter().find(|count| count.value == code)?;
            Some(visit.lang.pick(&count.label, &count.label_en).to_owned())
        };
        let mut names = Self {
            producer: filter
                .get("producer")
                .and(first)
                .map(|card| card.producer.name_in(visit.lang).to_owned()),
            commune: told("commune", |facets| &facets.commune),
            group: told("group", |facets| &facets.group),
        };
        if let (None, Some(slug)) = (&names.producer, filter.get("producer")) {
            let found = visit
                .send(Call::<GetProducer>::new((Key(slug.to_owned()),)))
                .await;
            names.producer = Some(found.map_or_else(
                |_| slug.to_owned(),
                |producer| producer.name_in(visit.lang).to_owned(),
            ));
        }
        if let (None, Some(code)) = (&names.commune, filter.get("commune")) {
            let found = visit
                .send(Call::<ListCommunes>::new(()).query(&CommuneFilter::default()))
                .await;
            let found = found
                .ok()
                .and_then(|page| page.items.into_iter().find(|commune| commune.code == code));
            names.commune = Some(found.map_or_else(|| code.to_owned(), |commune| commune.name));
        }
        if let (None, Some(code)) = (&names.group, filter.get("group")) {
            let found = visit.send(Call::<ListGroups>::new(())).await;
            let found = found
                .ok()
                .and_then(|page| page.items.into_iter().find(|group| group.code == code));
            names.group = Some(found.map_or_else(
                || code.to_owned(),
                |group| visit.lang.pick(&group.name, &group.name_en).to_owned(),
            ));
        }
        names
    }
}

/// One link a choice, and one for all; nothing where nothing is chosen.
pub(super) fn chips(visit: &Visit, filter: &Choices, names: Names) -> AnyView {
    let mut chips: Vec<AnyView> = Vec::new();
    let mut chip = |rest: Choices, text: String| {
        let address = visit.to(&rest.without(&["cursor"]).address());
        chips.push(
            view! {
                <a class="chip chip--remove" href=address>
                    <span class="visually-hidden">{tr!(visit, "products.without")} " "</span>{text} {icon(visit, "close")}
                </a>
            }
            .into_any(),
        );
    };
    if let Some(words) = filter.get("q") {
        chip(
            filter.without(&["q"]),
            tr!(visit, "products.chip_words", words = words),
        );
    }
    for stars in filter.all("stars") {
        chip(
            filter.without_one("stars", stars),
            tr!(visit, "common.stars", n = stars),
        );
    }
    let named = [
        ("group", names.group),
        ("commune", names.commune),
        ("producer", names.producer),
    ];
    for (name, text) in named {
        if let Some(text) = text {
            chip(filter.without(&[name]), text);
        }
    }
    if let Some(month) = filter.get("season") {
        let month = format::month(visit.lang, month.parse().unwrap_or_default());
        chip(
            filter.without(&["season"]),
            tr!(visit, "products.chip_season", month = month),
        );
    }
    for claim in filter.all("claim") {
        chip(
            filter.without_one("claim", claim),
            tr!(visit, format!("product.claim_{claim}")),
        );
    }
    for (name, key) in [
        ("in_stock", "products.in_stock"),
        ("on_shelf", "common.on_shelf"),
        ("featured", "products.featured"),
        ("papers_complete", "papers.complete"),
    ] {
        if filter.get(name) == Some("true") {
            chip(filter.without(&[name]), tr!(visit, key));
        }
    }
    for name in ["min_price", "max_price"] {
        if let Some(value) = filter.get(name) {
            let price = format::money(visit.lang, Money::vnd(value.parse().unwrap_or_default()));
            chip(
                filter.without(&[name]),
                tr!(visit, format!("products.chip_{name}"), price = price),
            );
        }
    }
    if let Some(cases) = filter.get("max_cases") {
        let n = format::number(visit.lang, cases.parse().unwrap_or_default());
        chip(
            filter.without(&["max_cases"]),
            tr!(visit, "products.chip_max_cases", n = n),
        );
    }
    if chips.is_empty() {
        return ().into_any();
    }
    view! {
        <nav class="cluster" aria-label=tr!(visit, "products.chosen")>
            {chips}
            <a href=visit.to(&filter.cleared())>{tr!(visit, "products.clear")}</a>
        </nav>
    }
    .into_any()
}
