//! Which personal data is used, why and how long, and what people may ask for.

use crate::{
    components::{bits::page_head, frame::Frame},
    visit::{PageResult, Visit},
};
use leptos::prelude::*;

pub(crate) async fn privacy(visit: Visit) -> PageResult {
    let frame = Frame::public(tr!(visit, "privacy.title")).described(tr!(visit, "privacy.lede"));
    Ok(visit.page(frame, || {
        view! {
            {page_head(tr!(visit, "privacy.title"), Some(tr!(visit, "privacy.lede")), ().into_any())}
            {table(&visit)}
            {list(&visit, "rights", 5)}
            {list(&visit, "ask", 2)}
            {list(&visit, "never", 3)}
        }
        .into_any()
    }))
}

/// What, why, how long.
fn table(visit: &Visit) -> AnyView {
    let [what, why, long] = ["what", "why", "long"].map(|key| tr!(visit, format!("privacy.{key}")));
    let rows: Vec<AnyView> = ["account", "organisation", "orders", "record", "visits"]
        .into_iter()
        .map(|name| {
            let cell = |part: &str| tr!(visit, format!("privacy.{name}_{part}"));
            view! {
                <tr>
                    <th scope="row">{cell("what")}</th>
                    <td data-label=why.clone()>{cell("why")}</td>
                    <td data-label=long.clone()>{cell("long")}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "privacy.table")>
            <table class="table table--cards">
                <caption>{tr!(visit, "privacy.table")}</caption>
                <thead><tr>
                    <th scope="col">{what}</th><th scope="col">{why.clone()}</th><th scope="col">{long.clone()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
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
