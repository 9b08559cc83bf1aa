//! Which personal data is used, why and how long, and what people may ask for.

use super::about::office_box;
use crate::{
    components::{bits::page_head, frame::Frame},
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::reports::GetMarket;

pub(crate) async fn privacy(visit: Visit) -> PageResult {
    let market = visit.get::<GetMarket>(()).await?;
    let frame = Frame::public(tr!(visit, "privacy.title")).described(tr!(visit, "privacy.lede"));
    Ok(visit.page(frame, || {
        view! {
            {page_head(tr!(visit, "privacy.title"), Some(tr!(visit, "privacy.lede")), ().into_any())}
            {table(&visit)}
            {list(&visit, "rights", 5)}
            {list(&visit, "ask", 3)}
            <ul class="tiles tiles--wide">{market.centre.iter().map(|office| office_box(&visit, office)).collect::<Vec<_>>()}</ul>
            {list(&visit, "never", 3)}
        }
        .into_any()
    }))
}

/// What, why, how long: long texts, so each kind of data has a box of its own.
fn table(visit: &Visit) -> AnyView {
    let rows: Vec<AnyView> = [
        "account",
        "organisation",
        "public",
        "orders",
        "record",
        "visits",
        "drafts",
    ]
    .into_iter()
    .map(|name| {
        let cell = |part: &str| tr!(visit, format!("privacy.{name}_{part}"));
        view! {
            <li class="panel stack stack--tight">
                <h3 class="h4">{cell("what")}</h3>
                <dl class="facts">
                    <div><dt>{tr!(visit, "privacy.why")}</dt><dd>{cell("why")}</dd></div>
                    <div><dt>{tr!(visit, "privacy.long")}</dt><dd>{cell("long")}</dd></div>
                </dl>
            </li>
        }
        .into_any()
    })
    .collect();
    view! {
        <section class="section stack">
            <h2>{tr!(visit, "privacy.table")}</h2>
            <ul class="list-plain stack">{rows}</ul>
        </section>
    }
    .into_any()
}

/// `privacy.<name>` as a heading, `privacy.<name>_1` … below it.
fn list(visit: &Visit, name: &'static str, count: u8) -> AnyView {
    let items: Vec<AnyView> = (1..=count)
        .map(|number| view! { <li>{tr!(visit, format!("privacy.{name}_{number}"))}</li> }.into_any())
        .collect();
    view! { <section class="section prose stack" id=name><h2>{tr!(visit, format!("privacy.{name}"))}</h2><ul>{items}</ul></section> }
        .into_any()
}
