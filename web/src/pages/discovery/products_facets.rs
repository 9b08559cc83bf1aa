//! The choices beside the catalogue, each with what it would leave. They are one plain form; an island sends it as soon
//! as something is chosen.

use super::product_filters::{Choices, TYPED, hidden};
use crate::{
    components::{
        bits::icon,
        fields::{Field, field_error},
        messages::field_id,
    },
    form::Form,
    format,
    islands::AutoSubmit,
    pages::papers::short::sees_papers,
    visit::Visit,
};
use leptos::prelude::*;
use shared::discovery::{FacetCount, Facets};

/// The fields of this form; everything else in the address is carried along.
const OWN: [&str; 12] = [
    "stars",
    "group",
    "commune",
    "claim",
    "season",
    "in_stock",
    "on_shelf",
    "papers_complete",
    "min_price",
    "max_price",
    "max_cases",
    "cursor",
];

pub(super) fn facets(visit: &Visit, filter: &Choices, typed: &Form, facets: Option<Facets>) -> AnyView {
    let Some(facets) = facets else {
        return ().into_any();
    };
    // On phones the chips tell what is chosen; unfolded, the choices would push what was found out of sight.
    let open = typed.problem.is_some();
    let fields = view! {
        {hidden(filter, &OWN)}
        {folded(typed, "stars", tr!(visit, "products.facet_stars"), true, many(visit, filter, "stars", &facets.stars))}
        {stock(visit, filter, typed, &facets)}
        {papers(visit, filter, typed)}
        {packs(visit, typed)}
        {folded(typed, "group", tr!(visit, "products.facet_group"), true, groups(visit, filter, &facets.group))}
        {folded(typed, "season", tr!(visit, "products.facet_season"), filter.get("season").is_some(), one(visit, filter, "season", &facets.season))}
        {folded(typed, "claim", tr!(visit, "products.facet_claim"), true, many(visit, filter, "claim", &facets.claim))}
        {folded(typed, "commune", tr!(visit, "products.facet_commune"), filter.get("commune").is_some(), one(visit, filter, "commune", &facets.commune))}
        <button class="button button--block">{tr!(visit, "products.filter")}</button>
    }
    .into_any();
    let action = visit.to("/products");
    view! {
        <details class="facets-fold" open=open>
            <summary class="button button--quiet">{icon(visit, "filter")}{tr!(visit, "products.filter")}</summary>
            <AutoSubmit action class="facets".to_owned()>{fields}</AutoSubmit>
        </details>
    }
    .into_any()
}

/// A facet that can be folded away, open where what was chosen of it cannot be; nothing where there is nothing to choose.
fn folded(typed: &Form, name: &'static str, title: String, open: bool, choices: Vec<AnyView>) -> AnyView {
    let wrong = typed.problem_of(name).is_some();
    if choices.is_empty() && !wrong {
        return ().into_any();
    }
    view! {
        <details id=field_id(name) open=open || wrong>
            <summary>{title.clone()}</summary>
            {field_error(typed, name, &title)}
            <ul>{choices}</ul>
        </details>
    }
    .into_any()
}

/// Of these, any number.
fn many(visit: &Visit, filter: &Choices, name: &'static str, counts: &[FacetCount]) -> Vec<AnyView> {
    counts
        .iter()
        .map(|count| {
            let checked = filter.has(name, &count.value);
            let choice = choice(visit, "checkbox", name, checked, count);
            view! { <li>{choice}</li> }.into_any()
        })
        .collect()
}

/// Of these, one or any.
fn one(visit: &Visit, filter: &Choices, name: &'static str, counts: &[FacetCount]) -> Vec<AnyView> {
    if counts.is_empty() {
        return Vec::new();
    }
    let rest = counts.iter().map(|count| {
        let checked = filter.has(name, &count.value);
        let choice = choice(visit, "radio", name, checked, count);
        view! { <li>{choice}</li> }.into_any()
    });
    std::iter::once(anything(visit, filter, name))
        .chain(rest)
        .collect()
}

/// The six groups; the one that was chosen, or has what was chosen, opens its sub-groups.
fn groups(visit: &Visit, filter: &Choices, counts: &[FacetCount]) -> Vec<AnyView> {
    let chosen = filter.get("group").unwrap_or_default();
    let is_below =
        |code: &str, group: &str| code.strip_prefix(group).is_some_and(|rest| rest.starts_with('.'));
    let tops = counts.iter().filter(|count| !count.value.contains('.'));
    let mut items: Vec<AnyView> = Vec::new();
    for top in tops {
        let open = chosen == top.value || is_below(chosen, &top.value);
        let below: Vec<AnyView> = counts
            .iter()
            .filter(|count| open && is_below(&count.value, &top.value))
            .map(|count| {
                let choice = choice(visit, "radio", "group", chosen == count.value, count);
                view! { <li>{choice}</li> }.into_any()
            })
            .collect();
        let below = (!below.is_empty()).then(|| view! { <ul class="facets__below">{below}</ul> });
        let choice = choice(visit, "radio", "group", chosen == top.value, top);
        items.push(view! { <li>{choice}{below}</li> }.into_any());
    }
    if !items.is_empty() {
        items.insert(0, anything(visit, filter, "group"));
    }
    items
}

/// Takes a choice back: an empty value counts as none.
fn anything(visit: &Visit, filter: &Choices, name: &'static str) -> AnyView {
    let checked = filter.get(name).is_none();
    view! {
        <li><label class="choice choice--facet">
            <input type="radio" name=name value="" checked=checked/>
            <span>{tr!(visit, "products.any")}</span>
        </label></li>
    }
    .into_any()
}

fn choice(
    visit: &Visit,
    kind: &'static str,
    name: &'static str,
    checked: bool,
    count: &FacetCount,
) -> AnyView {
    let text = visit.lang.pick(&count.label, &count.label_en).to_owned();
    view! {
        <label class="choice choice--facet">
            <input type=kind name=name value=count.value.clone() checked=checked/>
            <span>{text}</span>
            <span class="count">{format::number(visit.lang, count.count)}</span>
        </label>
    }
    .into_any()
}

/// What a pack costs, and how little of it can be ordered.
fn packs(visit: &Visit, typed: &Form) -> AnyView {
    let field = |name: &'static str| Field::new(name, tr!(visit, format!("products.{name}"))).numeric();
    let open = TYPED.iter().any(|name| typed.some(name).is_some());
    view! {
        <details open=open>
            <summary>{tr!(visit, "products.facet_pack")}</summary>
            <div class="stack stack--tight">
                {field("min_price").input(visit, typed)}
                {field("max_price").input(visit, typed)}
                {field("max_cases").hint(tr!(visit, "products.max_cases_hint")).input(visit, typed)}
            </div>
        </details>
    }
    .into_any()
}

/// What a supermarket may take, for those who are told.
fn papers(visit: &Visit, filter: &Choices, typed: &Form) -> AnyView {
    if !sees_papers(visit.kind()) {
        return ().into_any();
    }
    let checked = filter.get("papers_complete") == Some("true");
    let flag = view! {
        <li><label class="choice choice--facet">
            <input type="checkbox" name="papers_complete" value="true" checked=checked/>
            <span>{tr!(visit, "papers.complete")}</span>
        </label></li>
    };
    folded(
        typed,
        "papers_complete",
        tr!(visit, "papers.title"),
        true,
        vec![flag.into_any()],
    )
}

/// What can be had now, and what can be seen in a store.
fn stock(visit: &Visit, filter: &Choices, typed: &Form, facets: &Facets) -> AnyView {
    let flag = |name: &'static str, text: String, count: i64| {
        let checked = filter.get(name) == Some("true");
        view! {
            <li><label class="choice choice--facet">
                <input type="checkbox" name=name value="true" checked=checked/>
                <span>{text}</span>
                <span class="count">{format::number(visit.lang, count)}</span>
            </label></li>
        }
        .into_any()
    };
    let flags = vec![
        flag("in_stock", tr!(visit, "products.in_stock"), facets.in_stock),
        flag("on_shelf", tr!(visit, "common.on_shelf"), facets.on_shelf),
    ];
    folded(typed, "in_stock", tr!(visit, "products.facet_stock"), true, flags)
}
