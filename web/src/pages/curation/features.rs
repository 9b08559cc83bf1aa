//! The featured places: what is in each, and whether visitors see it now or why not.

use super::plan::plan;
use crate::{
    components::{
        bits::{icon, page_head},
        frame::Frame,
    },
    format,
    pages::{address::news, work::press},
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
                place(
                    &visit,
                    slot,
                    page.items.iter().find(|feature| feature.slot == slot),
                )
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

fn place(visit: &Visit, slot: u8, feature: Option<&Feature>) -> AnyView {
    let address = visit.to(&format!("/desk/features/{slot}"));
    let number = tr!(visit, "curation.slot", n = slot);
    let Some(feature) = feature else {
        return view! {
            <li class="panel panel--quiet cluster cluster--between">
                <span><span class="strong">{number.clone()}</span> " · " <span class="muted">{tr!(visit, "curation.free")}</span></span>
                <a class="button button--quiet" href=address>
                    {icon(visit, "plus")}{tr!(visit, "curation.put")} <span class="visually-hidden">{number}</span>
                </a>
            </li>
        }
        .into_any();
    };
    view! {
        <li class="panel stack stack--tight">
            <p class="eyebrow">{number.clone()}</p>
            <h2 class="h3"><a href=visit.to(&format!("/products/{}", feature.product.slug))>{feature.product.name_in(visit.lang).to_owned()}</a></h2>
            <p class="cluster">
                {standing(visit, feature)}
                <span class="num muted">{format::date(feature.from)} " – " {format::date(feature.until)}</span>
                <span class="muted">{feature.product.producer.name_in(visit.lang).to_owned()}</span>
            </p>
            {reason(visit, feature)}
            <div class="cluster">
                <a class="button button--quiet" href=address>{tr!(visit, "curation.replace")} <span class="visually-hidden">{number}</span></a>
                {press(visit, &format!("/desk/features/{slot}/delete"), "button button--link", tr!(visit, "curation.empty"))}
            </div>
        </li>
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
