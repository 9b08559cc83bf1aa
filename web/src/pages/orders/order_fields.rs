//! How a list of orders is narrowed: a form whose values stand in the address.

use crate::{
    pages::address::asked,
    visit::{PageError, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    identity::OrganisationKind,
    orders::ListDeliveryPlaces,
    producers::{ListProducers, ProducerFilter},
};

/// What can be chosen from.
pub(super) struct Fields {
    producers: Vec<(String, String)>,
    places: Vec<(String, String)>,
}

impl Fields {
    /// Parameters that narrow the list, beside its status.
    pub(super) const NAMES: [&'static str; 6] = ["q", "producer", "delivery", "from", "until", "short_since"];

    /// Buyers choose among producers and the places where their goods went; others search.
    pub(super) async fn read(visit: &Visit, kind: OrganisationKind) -> Result<Self, PageError> {
        if kind != OrganisationKind::Retailer {
            return Ok(Self {
                producers: Vec::new(),
                places: Vec::new(),
            });
        }
        let places = visit.read(Call::<ListDeliveryPlaces>::new(()));
        let (producers, places) = futures_util::future::try_join(producers(visit), places).await?;
        let mut names: Vec<(String, String)> = Vec::new();
        for place in places.items {
            if !names.iter().any(|(name, _)| *name == place.name) {
                names.push((place.name.clone(), place.name));
            }
        }
        Ok(Self {
            producers,
            places: names,
        })
    }

    pub(super) fn view(&self, visit: &Visit) -> AnyView {
        let status = asked(visit, "status").map(|status| {
            view! { <input type="hidden" name="status" value=status/> }
        });
        let input = |name: &'static str, kind: &'static str| {
            let value = asked(visit, name).unwrap_or_default();
            view! {
                <div class="field">
                    <label class="field__label" for=format!("filter-{name}")>{tr!(visit, format!("orders.filter_{name}"))}</label>
                    <input class="input" id=format!("filter-{name}") type=kind name=name value=value/>
                </div>
            }
            .into_any()
        };
        let any = Self::NAMES.iter().any(|name| asked(visit, name).is_some());
        let all = visit.to(&visit.path);
        view! {
            <form class="filters" action=visit.to(&visit.path)>
                {status}
                {input("q", "search")}
                {select(visit, "producer", &self.producers)}
                {select(visit, "delivery", &self.places)}
                {input("from", "date")}
                {input("until", "date")}
                {input("short_since", "date")}
                <button class="button button--quiet">{tr!(visit, "products.filter")}</button>
                {any.then(|| view! { <a href=all>{tr!(visit, "products.clear")}</a> })}
            </form>
        }
        .into_any()
    }
}

/// Every producer to choose from, page by page: an order may be of any of them.
async fn producers(visit: &Visit) -> Result<Vec<(String, String)>, PageError> {
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let filter = ProducerFilter {
            limit: Some(shared::page::MAX_LIMIT),
            cursor,
            ..ProducerFilter::default()
        };
        let page = visit.read(Call::<ListProducers>::new(()).query(&filter)).await?;
        let named = page.items.iter();
        found.extend(named.map(|one| (one.id.to_string(), one.name_in(visit.lang).to_owned())));
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok(found);
        }
    }
}

fn select(visit: &Visit, name: &'static str, choices: &[(String, String)]) -> AnyView {
    if choices.is_empty() {
        return ().into_any();
    }
    let chosen = asked(visit, name).unwrap_or_default();
    let choices: Vec<AnyView> = choices
        .iter()
        .map(|(value, text)| {
            let selected = *value == chosen;
            view! { <option value=value.clone() selected=selected>{text.clone()}</option> }.into_any()
        })
        .collect();
    view! {
        <div class="field">
            <label class="field__label" for=format!("filter-{name}")>{tr!(visit, format!("orders.filter_{name}"))}</label>
            <select class="input" id=format!("filter-{name}") name=name>
                <option value="">{tr!(visit, "orders.all")}</option>
                {choices}
            </select>
        </div>
    }
    .into_any()
}
