//! The choices of the catalogue: what is in the address, and the forms that change it.

use crate::{
    form::{Form, read_number},
    islands::AutoSubmit,
    visit::Visit,
};
use leptos::prelude::*;
use shared::discovery::ProductSort;

/// Parameters that are the page's own, not the API's.
const OF_THE_PAGE: [&str; 2] = ["view", "done"];
/// All that is read of an address. Links that are shared gather others (`utm_source`, `fbclid`), which say nothing here.
const KNOWN: [&str; 18] = [
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
    "min_price",
    "max_price",
    "max_cases",
    "sort",
    "limit",
    "cursor",
    "view",
];

/// What people type; everything else is ticked. Numbers may be written with grouped thousands.
pub(super) const TYPED: [&str; 3] = ["min_price", "max_price", "max_cases"];

/// The choices in the address.
#[derive(Clone)]
pub(super) struct Choices(Vec<(String, String)>);

impl Choices {
    pub(super) fn of(query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.as_bytes())
            .filter(|(name, value)| !value.is_empty() && KNOWN.contains(&&**name))
            .map(|(name, value)| {
                let number = read_number(&value).filter(|_| TYPED.contains(&&*name));
                let value = number.map_or_else(|| value.into_owned(), |number| number.to_string());
                (name.into_owned(), value)
            });
        Self(pairs.collect())
    }

    /// The same choices without those of these names.
    pub(super) fn without(&self, names: &[&str]) -> Self {
        let kept = self.0.iter().filter(|(name, _)| !names.contains(&name.as_str()));
        Self(kept.cloned().collect())
    }

    /// The same choices without one of several values.
    pub(super) fn without_one(&self, name: &str, value: &str) -> Self {
        let kept = self.0.iter().filter_map(|(key, sent)| {
            if key != name {
                return Some((key.clone(), sent.clone()));
            }
            let rest: Vec<&str> = sent.split(',').filter(|one| *one != value).collect();
            (!rest.is_empty()).then(|| (key.clone(), rest.join(",")))
        });
        Self(kept.collect())
    }

    /// The values chosen under a name, each once.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        let sent = self.0.iter().filter(|(key, _)| key == name);
        let mut values: Vec<&str> = Vec::new();
        for value in sent.flat_map(|(_, value)| value.split(',')) {
            if !value.is_empty() && !values.contains(&value) {
                values.push(value);
            }
        }
        values
    }

    /// What was typed, as a form shows it.
    pub(super) fn typed(&self) -> Form {
        Form::filled(TYPED.map(|name| (name, self.get(name).unwrap_or_default())))
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

    /// The list with these choices.
    pub(super) fn address(&self) -> String {
        match self.query(&[]) {
            query if query.is_empty() => "/products".to_owned(),
            query => format!("/products?{query}"),
        }
    }

    /// The list with nothing chosen, in the same order and the same look.
    pub(super) fn cleared(&self) -> String {
        let kept = self
            .0
            .iter()
            .filter(|(name, _)| matches!(name.as_str(), "view" | "sort"));
        Self(kept.cloned().collect()).address()
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
