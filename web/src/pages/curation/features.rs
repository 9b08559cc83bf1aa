//! The featured places: what is in each, and whether visitors see it now or why not.

use super::plan::plan;
use crate::{
    components::{
        bits::{icon, page_head},
        frame::Frame,
    },
    format,
    pages::{
        address::{day_text, news},
        work::press,
    },
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call, Lang,
    curation::SLOTS,
    discovery::{Feature, FeatureFilter, GetFeatures},
    identity::OrganisationKind,
};

pub(crate) async fn features(visit: Visit) -> PageResult {
    visit.member(&[OrganisationKind::Centre])?;
    let page = visit
        .read(Call::<GetFeatures>::new(()).query(&FeatureFilter { all: Some(true) }))
        .await?;
    let title = tr!(visit, "curation.title");
    Ok(visit.page(Frame::desk(title.clone()), || {
        let places: Vec<AnyView> = (1..=SLOTS)
            .map(|slot| {
                let periods = page.items.iter().filter(|feature| feature.slot == slot);
                place(&visit, slot, &still_to_come(&visit, periods))
            })
            .collect();
        view! {
            {page_head(title.clone(), Some(tr!(visit, "curation.lede")), ().into_any())}
            {news(&visit, "curation", &["put", "emptied"])}
            {plan(&visit, &page.items)}
            <ol class="list-plain stack">{places}</ol>
        }
        .into_any()
    }))
}

/// What has its days before it, or is in them; where nothing is, what was there last.
fn still_to_come<'a>(visit: &Visit, periods: impl Iterator<Item = &'a Feature>) -> Vec<&'a Feature> {
    let (over, rest): (Vec<_>, Vec<_>) = periods.partition(|feature| feature.until < visit.today());
    if rest.is_empty() {
        over.into_iter().next_back().into_iter().collect()
    } else {
        rest
    }
}

fn place(visit: &Visit, slot: u8, periods: &[&Feature]) -> AnyView {
    let address = visit.to(&format!("/desk/features/{slot}"));
    let number = tr!(visit, "curation.slot", n = slot);
    if periods.is_empty() {
        return view! {
            <li class="panel panel--quiet cluster cluster--between">
                <span><span class="strong">{number.clone()}</span> " · " <span class="muted">{tr!(visit, "curation.free")}</span></span>
                <a class="button button--quiet" href=address>
                    {icon(visit, "plus")}{tr!(visit, "curation.put")} <span class="visually-hidden">{number}</span>
                </a>
            </li>
        }
        .into_any();
    }
    let shown: Vec<AnyView> = periods.iter().map(|feature| period(visit, feature)).collect();
    view! {
        <li class="panel stack">
            <p class="eyebrow">{number.clone()}</p>
            {shown}
            <p><a class="button button--quiet" href=address>{icon(visit, "calendar")}{tr!(visit, "curation.plan_more")} <span class="visually-hidden">{number}</span></a></p>
        </li>
    }
    .into_any()
}

/// One product's days in a place.
fn period(visit: &Visit, feature: &Feature) -> AnyView {
    let (slot, from) = (feature.slot, day_text(feature.from));
    let named = feature.product.name_in(visit.lang).to_owned();
    view! {
        <div class="stack stack--tight">
            <h2 class="h3"><a href=visit.to(&format!("/products/{}", feature.product.slug))>{named.clone()}</a></h2>
            <p class="cluster">
                {standing(visit, feature)}
                <span class="num muted">{format::date(feature.from)} " – " {format::date(feature.until)}</span>
                <span class="muted">{feature.product.producer.name_in(visit.lang).to_owned()}</span>
            </p>
            {reason(visit, feature)}
            <div class="cluster">
                <a class="button button--quiet" href=visit.to(&format!("/desk/features/{slot}?period={from}"))>{tr!(visit, "curation.change")} <span class="visually-hidden">{named.clone()}</span></a>
                <details class="confirm"><summary>{tr!(visit, "curation.empty")} <span class="visually-hidden">{named.clone()}</span></summary>
                    <p class="small">{tr!(visit, "curation.empty_text")}</p>
                    {press(visit, &format!("/desk/features/{slot}/delete?from={from}"), "button button--danger", tr!(visit, "curation.empty_yes"))}
                </details>
            </div>
        </div>
    }
    .into_any()
}

/// Why it is featured. English readers see it where there is no English reason, marked as Vietnamese.
fn reason(visit: &Visit, feature: &Feature) -> AnyView {
    let lacking = feature.reason_en.is_none().then(|| {
        view! { <span class="badge badge--expiring">{tr!(visit, "curation.no_english")}</span> }
    });
    match (visit.lang, &feature.reason_en) {
        (Lang::En, Some(reason)) => view! { <p>{reason.clone()}</p> }.into_any(),
        _ => view! { <p><span lang="vi">{feature.reason.clone()}</span> " " {lacking}</p> }.into_any(),
    }
}

/// Whether visitors see it, or the first reason why they do not.
fn standing(visit: &Visit, feature: &Feature) -> AnyView {
    if feature.shown {
        return view! { <span class="badge badge--valid">{tr!(visit, "curation.shown")}</span> }.into_any();
    }
    let today = visit.today();
    let why = if today < feature.from {
        "curation.not_yet"
    } else if feature.until < today {
        "curation.over"
    } else if feature.product.stars.is_none() {
        "curation.certificate"
    } else if feature.product.available == 0 {
        "curation.no_stock"
    } else {
        "curation.not_shown"
    };
    view! { <span class="badge badge--expiring">{tr!(visit, why)}</span> }.into_any()
}
