//! The choices of the catalogue: what is in the address, and the forms that change it.

use crate::{islands::AutoSubmit, visit::Visit};
use leptos::prelude::*;
use shared::discovery::ProductSort;

/// Parameters that are the page's own, not the API's.
const OF_THE_PAGE: [&str; 2] = ["view", "done"];
/// All that is read of an address. Links that are shared gather others (`utm_source`, `fbclid`), which say nothing here.
const KNOWN: [&str; 15] = [
    "q",
    "stars",
    "group",
    "commune",
    "producer",
    "claim",
    "in_stock",
    "featured",
    "on_shelf",
    "papers_complete",
    "season",
    "sort",
    "limit",
    "cursor",
    "view",
];

/// The choices in the address.
pub(super) struct Choices(Vec<(String, String)>);

impl Choices {
    pub(super) fn of(query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.as_bytes())
            .filter(|(name, value)| !value.is_empty() && KNOWN.contains(&&**name))
            .map(|(name, value)| (name.into_owned(), value.into_owned()));
        Self(pairs.collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.0
            .iter()
            .any(|(key, sent)| key == name && sent.split(',').any(|one| one == value))
    }

    /// Whether anything is chosen beside these.
    pub(super) fn any_but(&self, names: &[&str]) -> bool {
        self.0.iter().any(|(name, _)| !names.contains(&name.as_str()))
    }

    /// The part that the API reads.
    pub(super) fn for_api(&self) -> String {
        let own: Vec<(&str, &str)> = OF_THE_PAGE.iter().map(|name| (*name, "")).collect();
        self.query(&own)
    }

    /// The part that a table of all of it reads: it has no pages.
    pub(super) fn for_table(&self) -> String {
        let left = ["view", "done", "limit", "cursor"].map(|name| (name, ""));
        self.query(&left)
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
        <button class="button button--quiet nowrap">{tr!(visit, "products.sort")}</button>
    }
    .into_any();
    let action = visit.to("/products");
    view! { <AutoSubmit action class="search".to_owned()>{fields}</AutoSubmit> }.into_any()
}

/// The other choices, carried along by a form.
pub(super) fn hidden(filter: &Choices, without: &[&str]) -> Vec<AnyView> {
    filter
        .0
        .iter()
        .filter(|(name, _)| !without.contains(&name.as_str()))
        .map(|(name, value)| {
            view! { <input type="hidden" name=name.clone() value=value.clone()/> }.into_any()
        })
        .collect()
}
