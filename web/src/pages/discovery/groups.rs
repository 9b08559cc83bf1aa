//! The groups of OCOP products (decision 148/QĐ-TTg): six, with their sub-groups.

use crate::{
    components::{
        bits::{breadcrumb, page_head},
        card::cards_or,
        frame::Frame,
        messages::{empty, notice},
        structured::crumbs,
    },
    format,
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, Code,
    catalogue::{Group, ListGroups},
    discovery::{FacetCount, ListProducts, ProductFilter},
};
use std::collections::HashMap;

/// Products on the page; the rest is a link away.
const SHOWN: u16 = 12;

/// With more sub-groups than these, a group takes a row of its own.
const LONG: usize = 8;

pub(crate) async fn groups(visit: Visit) -> PageResult {
    let filter = ProductFilter {
        facets: Some(true),
        limit: Some(1),
        ..ProductFilter::default()
    };
    let (groups, list) = futures_util::future::try_join(
        visit.get::<ListGroups>(()),
        visit.read(Call::<ListProducts>::new(()).query(&filter)),
    )
    .await?;
    let counts = counts(list.facets.map(|facets| facets.group).unwrap_or_default());
    let frame = Frame::public(tr!(visit, "groups.title")).described(tr!(visit, "groups.lede"));
    Ok(visit.page(frame, || {
        let top = groups.items.iter().filter(|group| group.parent.is_none());
        let sections: Vec<AnyView> = top
            .map(|group| {
                // A long one would leave a hole beside it.
                let long = in_group(&groups.items, &group.code).count() > LONG;
                let class = if long { "panel stack stack--tight tiles__wide" } else { "panel stack stack--tight" };
                view! {
                    <section class=class>
                        <h2 class="h3"><a href=visit.to(&group_path(&group.code))>{name(&visit, group)}</a></h2>
                        <p class="muted">{text(&visit, &group.code)}</p>
                        {below(&visit, &groups.items, &group.code, &counts)}
                    </section>
                }
                .into_any()
            })
            .collect();
        view! {
            {page_head(tr!(visit, "groups.title"), Some(tr!(visit, "groups.lede")), ().into_any())}
            <div class="tiles tiles--wide">{sections}</div>
        }
        .into_any()
    }))
}

pub(crate) async fn group(visit: Visit, Path(code): Path<String>) -> PageResult {
    let groups = visit.get::<ListGroups>(()).await?.items;
    let found = groups.iter().find(|group| group.code == code);
    let group = found.ok_or_else(|| visit.refuse(Code::NotFound))?;
    let filter = ProductFilter {
        group: Some(code.clone()),
        facets: Some(true),
        limit: Some(SHOWN),
        ..ProductFilter::default()
    };
    let list = visit.read(Call::<ListProducts>::new(()).query(&filter)).await?;
    let counts = counts(list.facets.map(|facets| facets.group).unwrap_or_default());
    let parent = groups
        .iter()
        .find(|one| group.parent.as_deref() == Some(&one.code));
    let mut trail = vec![("/groups".to_owned(), tr!(visit, "groups.title"))];
    trail.extend(parent.map(|parent| (group_path(&parent.code), name(&visit, parent))));
    let here = name(&visit, group);
    let mut frame = Frame::public(here.clone()).described(text(&visit, &code));
    frame.data.push(crumbs(&visit, &trail, &here));
    Ok(visit.page(frame, || {
        let goods = cards_or(&visit, &list.items, || {
            empty(
                &visit,
                tr!(visit, "groups.none"),
                tr!(visit, "groups.none_text"),
                Some(("/products".to_owned(), tr!(visit, "frame.products"))),
            )
        });
        let all = (!list.items.is_empty()).then(|| {
            let n = format::number(visit.lang, list.total);
            let address = visit.to(&format!("/products?group={code}"));
            view! { <a href=address>{tr!(visit, "groups.filter", n = n)}</a> }
        });
        view! {
            {breadcrumb(&visit, trail, here.clone())}
            <div class="stack">
                <h1>{here}</h1>
                <p class="lede">{text(&visit, &code)}</p>
                {(!group.orderable).then(|| notice(&visit, "info", tr!(visit, "groups.service"), Some(tr!(visit, "groups.service_text"))))}
                {below(&visit, &groups, &code, &counts)}
            </div>
            <section class="section">
                <div class="section__head"><h2>{tr!(visit, "places.products")}</h2>{all}</div>
                {goods}
            </section>
            <p class="muted small">{tr!(visit, "groups.source")}</p>
        }
        .into_any()
    }))
}

/// The page of a group.
pub(crate) fn group_path(code: &str) -> String {
    format!("/groups/{code}")
}

fn counts(facet: Vec<FacetCount>) -> HashMap<String, i64> {
    facet.into_iter().map(|one| (one.value, one.count)).collect()
}

fn name(visit: &Visit, group: &Group) -> String {
    visit.lang.pick(&group.name, &group.name_en).to_owned()
}

/// What belongs there and what the province makes of it.
fn text(visit: &Visit, code: &str) -> String {
    let key = code.to_ascii_lowercase().replace('.', "_");
    tr!(visit, format!("group.{key}"))
}

/// The sub-groups of a group.
fn in_group<'a>(groups: &'a [Group], parent: &'a str) -> impl Iterator<Item = &'a Group> {
    groups
        .iter()
        .filter(move |group| group.parent.as_deref() == Some(parent))
}

/// Links to the sub-groups.
fn below(visit: &Visit, groups: &[Group], parent: &str, counts: &HashMap<String, i64>) -> AnyView {
    let links: Vec<AnyView> = in_group(groups, parent)
        .map(|group| {
            let count = counts.get(&group.code).copied().unwrap_or_default();
            view! {
                <li>
                    <a href=visit.to(&group_path(&group.code))>{name(visit, group)}</a>
                    <span class="count">{format::number(visit.lang, count)}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    if links.is_empty() {
        return ().into_any();
    }
    view! { <ul class="sub-groups columns">{links}</ul> }.into_any()
}
