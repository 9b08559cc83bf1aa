//! The catalogue: words, facets, cards. Every choice is in the address, so that a list can be shared.

use super::products_facets::facets;
use crate::{
    components::{card::card, frame::Frame, messages::empty},
    format,
    islands::AutoSubmit,
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    discovery::{ListProducts, ProductList, ProductSort},
};

pub(crate) async fn products(visit: Visit) -> PageResult {
    // The page's parameters are the operation's own; what the operation refuses, the page shows as a problem.
    let filter = Choices::of(&visit.query);
    let mut call = Call::<ListProducts>::new(()).into_request();
    call.target = format!("{}?facets=true&{}", call.target, filter.query(&[]));
    let list: ProductList = visit.read_raw::<ListProducts>(call).await?;
    let words = filter.get("q").unwrap_or_default().to_owned();
    let title = if words.is_empty() {
        tr!(visit, "products.title")
    } else {
        tr!(visit, "products.found", words = words)
    };
    let frame = Frame::public(title.clone()).described(tr!(visit, "products.description"));
    Ok(visit.page(frame, || {
        let cards: Vec<AnyView> = list
            .items
            .iter()
            .map(|product| card(&visit, product, None))
            .collect();
        let results = if cards.is_empty() {
            empty(
                &visit,
                tr!(visit, "products.empty_title"),
                tr!(visit, "products.empty_text"),
                Some(("/products".to_owned(), tr!(visit, "products.clear"))),
            )
        } else {
            view! { <div class="grid-cards">{cards}</div> }.into_any()
        };
        let next = list.next_cursor.clone().map(|cursor| {
            let address = visit.to(&format!("/products?{}", filter.query(&[("cursor", &cursor)])));
            view! {
                <nav class="pagination" aria-label=tr!(visit, "common.pages")>
                    <a rel="next" href=address>{tr!(visit, "common.next")}</a>
                </nav>
            }
        });
        view! {
            <h1>{title}</h1>
            <div class="with-sidebar">
                <aside>{facets(&visit, &filter, &list)}</aside>
                <div class="stack">
                    <div class="toolbar">
                        <p class="toolbar__count" role="status">
                            {tr!(visit, "places.products_n", n = format::number(visit.lang, list.total))}
                        </p>
                        {sort(&visit, &filter)}
                    </div>
                    {results}
                    {next}
                </div>
            </div>
        }
        .into_any()
    }))
}

/// The choices in the address.
pub(super) struct Choices(Vec<(String, String)>);

impl Choices {
    fn of(query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.as_bytes())
            .filter(|(_, value)| !value.is_empty())
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

    /// The query string with some values put in the place of others.
    fn query(&self, instead: &[(&str, &str)]) -> String {
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

fn sort(visit: &Visit, filter: &Choices) -> AnyView {
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
