//! How ordering works, and how products are ranked and featured: criteria that the law asks to publish.

use crate::{
    components::{bits::page_head, frame::Frame},
    visit::{PageResult, Visit},
};
use leptos::prelude::*;

pub(crate) async fn how_it_works(visit: Visit) -> PageResult {
    let frame = Frame::public(tr!(visit, "how.title")).described(tr!(visit, "how.lede"));
    Ok(visit.page(frame, || {
        view! {
            {page_head(tr!(visit, "how.title"), Some(tr!(visit, "how.lede")), ().into_any())}
            {steps(&visit, "buy", 5)}
            {steps(&visit, "sell", 4)}
            {section(&visit, "stars", "stars", 2)}
            {section(&visit, "ranking", "ranking", 7)}
            {section(&visit, "featured", "featured", 3)}
            {section(&visit, "complaints", "complaints", 2)}
        }
        .into_any()
    }))
}

/// A numbered how-to: `how.<name>`, `how.<name>_1`, `how.<name>_1_text`.
fn steps(visit: &Visit, name: &str, count: u8) -> AnyView {
    let steps: Vec<AnyView> = (1..=count)
        .map(|step| {
            let (title, text) = (
                tr!(visit, format!("how.{name}_{step}")),
                tr!(visit, format!("how.{name}_{step}_text")),
            );
            view! { <li><h3>{title}</h3><p>{text}</p></li> }.into_any()
        })
        .collect();
    view! { <section class="section stack"><h2>{tr!(visit, format!("how.{name}"))}</h2><ol class="how">{steps}</ol></section> }.into_any()
}

/// Paragraphs under a heading that can be linked to.
fn section(visit: &Visit, id: &'static str, name: &str, count: u8) -> AnyView {
    let texts: Vec<AnyView> = (1..=count)
        .map(|number| view! { <p>{tr!(visit, format!("how.{name}_{number}"))}</p> }.into_any())
        .collect();
    view! { <section class="section prose stack" id=id><h2>{tr!(visit, format!("how.{name}"))}</h2>{texts}</section> }.into_any()
}
