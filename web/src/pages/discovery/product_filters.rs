//! The choices of the catalogue: what is in the address, and the forms that change it.

use crate::{components::bits::icon, format, islands::AutoSubmit, visit::Visit};
use leptos::prelude::*;
use shared::discovery::{FacetCount, Facets, ProductSort};

/// Parameters that are the page's own, not the API's.
const OF_THE_PAGE: [&str; 2] = ["view", "done"];

/// The choices in the address.
pub(super) struct Choices(Vec<(String, String)>);

impl Choices {
    pub(super) fn of(query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.as_bytes())
            .filter(|(name, value)| !value.is_empty() && name != "done")
            .map(|(name, value)| (name.into_owned(), value.into_owned()));
        Self(pairs.collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    fn has(&self, name: &str, value: &str) -> bool {
        self.0
            .iter()
            .any(|(key, sent)| key == name && sent.split(',').any(|one| one == value))
    }

    /// The part that the API reads.
    pub(super) fn for_api(&self) -> String {
        let own: Vec<(&str, &str)> = OF_THE_PAGE.iter().map(|name| (*name, "")).collect();
        self.query(&own)
    }

    /// The query string with some values put in the place of others.
    pub(super) fn query(&self, instead: &[(&str, &str)]) -> String {
        let kept = self
            .0
            .iter()
            .filter(|(key, _)| !instead.iter().any(|(name, _)| name == key));
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .extend_pairs(instead.iter().filter(|(_, value)| !value.is_empty()))
            .finish()
    }
}

pub(super) fn sort(visit: &Visit, filter: &Choices) -> AnyView {
    let choices: Vec<AnyView> = ProductSort::ALL
        .iter()
        .map(|sort| {
            let selected = filter.get("sort") == Some(sort.as_str());
            let text = tr!(
                visit,
                format!("products.sort_{}", sort.as_str().replace('-', "down_"))
            );
            view! { <option value=sort.as_str() selected=selected>{text}</option> }.into_any()
        })
        .collect();
    let fields = view! {
        {hidden(filter, &["sort", "cursor"])}
        <label class="visually-hidden" for="sort">{tr!(visit, "products.sort")}</label>
        <select class="input" id="sort" name="sort">{choices}</select>
        <button class="button button--quiet">{tr!(visit, "products.sort")}</button>
    }
    .into_any();
    let action = visit.to("/products");
    view! { <AutoSubmit action class="cluster".to_owned()>{fields}</AutoSubmit> }.into_any()
}

/// The other choices, carried along by a form.
fn hidden(filter: &Choices, without: &[&str]) -> Vec<AnyView> {
    filter
        .0
        .iter()
        .filter(|(name, _)| !without.contains(&name.as_str()))
        .map(|(name, value)| {
            view! { <input type="hidden" name=name.clone() value=value.clone()/> }.into_any()
        })
        .collect()
}

pub(super) fn facets(visit: &Visit, filter: &Choices, facets: Option<Facets>) -> AnyView {
    let Some(facets) = facets else {
        return ().into_any();
    };
    let group =
        |title: String, name: &'static str, kind: &'static str, counts: Vec<FacetCount>, open: bool| {
            let shown: Vec<AnyView> = counts
                .into_iter()
                .map(|count| {
                    let checked = filter.has(name, &count.value);
                    let text = visit.lang.pick(&count.label, &count.label_en).to_owned();
                    view! {
                        <li><label class="choice choice--facet">
                            <input type=kind name=name value=count.value checked=checked/>
                            <span>{text}</span>
                            <span class="count">{format::number(visit.lang, count.count)}</span>
                        </label></li>
                    }
                    .into_any()
                })
                .collect();
            (!shown.is_empty())
                .then(|| view! { <details open=open><summary>{title}</summary><ul>{shown}</ul></details> })
        };
    let flag = |name: &'static str, text: String, count: i64| {
        let checked = filter.get(name) == Some("true");
        view! {
            <li><label class="choice choice--facet">
                <input type="checkbox" name=name value="true" checked=checked/>
                <span>{text}</span>
                <span class="count">{format::number(visit.lang, count)}</span>
            </label></li>
        }
    };
    let any = filter
        .0
        .iter()
        .any(|(name, _)| !matches!(name.as_str(), "q" | "sort" | "cursor" | "view"));
    let clear = visit.to(&format!(
        "/products?{}",
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(
                ["q", "view"]
                    .into_iter()
                    .filter_map(|name| Some((name, filter.get(name)?)))
            )
            .finish()
    ));
    let fields = view! {
        {hidden(filter, &["stars", "group", "commune", "claim", "season", "in_stock", "on_shelf", "cursor"])}
        {group(tr!(visit, "products.facet_stars"), "stars", "checkbox", facets.stars, true)}
        <details open=true>
            <summary>{tr!(visit, "products.facet_stock")}</summary>
            <ul>
                {flag("in_stock", tr!(visit, "products.in_stock"), facets.in_stock)}
                {flag("on_shelf", tr!(visit, "common.on_shelf"), facets.on_shelf)}
            </ul>
        </details>
        {group(tr!(visit, "products.facet_group"), "group", "radio", facets.group, true)}
        {group(tr!(visit, "products.facet_claim"), "claim", "checkbox", facets.claim, true)}
        {group(tr!(visit, "products.facet_season"), "season", "radio", facets.season, filter.get("season").is_some())}
        {group(tr!(visit, "products.facet_commune"), "commune", "radio", facets.commune, filter.get("commune").is_some())}
        <button class="button button--block">{tr!(visit, "products.filter")}</button>
        {any.then(|| view! { <a href=clear>{tr!(visit, "products.clear")}</a> })}
    }
    .into_any();
    let action = visit.to("/products");
    view! {
        <details class="facets-fold" open=any>
            <summary class="button button--quiet">{icon(visit, "filter")}{tr!(visit, "products.filter")}</summary>
            <AutoSubmit action class="facets".to_owned()>{fields}</AutoSubmit>
        </details>
    }
    .into_any()
}
