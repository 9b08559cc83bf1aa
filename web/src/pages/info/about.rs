//! Who runs the market and whom to ask or complain to, as the e-commerce law asks of a platform.

use crate::{
    components::{
        bits::{contact_lines, icon, page_head},
        frame::Frame,
        messages::notice,
        structured,
    },
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::reports::{GetMarket, Office};

pub(crate) async fn about(visit: Visit) -> PageResult {
    let market = visit.get::<GetMarket>(()).await?;
    let mut frame = Frame::public(tr!(visit, "about.title")).described(tr!(visit, "about.lede"));
    frame.data.push(structured::site(&visit));
    Ok(visit.page(frame, || {
        view! {
            {page_head(tr!(visit, "about.title"), Some(tr!(visit, "about.lede")), ().into_any())}
            {market.demo.then(|| notice(&visit, "warning", tr!(visit, "about.demo"), Some(tr!(visit, "about.demo_text"))))}
            {paragraphs(&visit, "what", 3)}
            {offices(&visit, "centre", &market.centre)}
            {offices(&visit, "authority", &market.authorities)}
            {paragraphs(&visit, "complaints", 4)}
            {paragraphs(&visit, "open", 2)}
        }
        .into_any()
    }))
}

/// `about.<name>` as a heading, `about.<name>_1` … below it.
fn paragraphs(visit: &Visit, name: &'static str, count: u8) -> AnyView {
    let texts: Vec<AnyView> = (1..=count)
        .map(|number| view! { <p>{tr!(visit, format!("about.{name}_{number}"))}</p> }.into_any())
        .collect();
    view! { <section class="section prose stack" id=name><h2>{tr!(visit, format!("about.{name}"))}</h2>{texts}</section> }
        .into_any()
}

fn offices(visit: &Visit, name: &'static str, offices: &[Office]) -> AnyView {
    let boxes: Vec<AnyView> = offices.iter().map(|office| office_box(visit, office)).collect();
    let list = if boxes.is_empty() {
        view! { <p class="muted">{tr!(visit, "about.nobody")}</p> }.into_any()
    } else {
        view! { <ul class="tiles tiles--wide">{boxes}</ul> }.into_any()
    };
    view! {
        <section class="section stack" id=name>
            <h2>{tr!(visit, format!("about.{name}"))}</h2>
            <p class="muted">{tr!(visit, format!("about.{name}_text"))}</p>
            {list}
        </section>
    }
    .into_any()
}

/// An office with its ways of contact.
pub(super) fn office_box(visit: &Visit, office: &Office) -> AnyView {
    view! {
        <li class="panel stack stack--tight">
            <h3 class="h4">{office.name.clone()}</h3>
            <ul class="list-plain">
                <li class="cluster cluster--icon">{icon(visit, "map-pin")}<span>{office.commune.name.clone()}</span></li>
                {contact_lines(visit, &office.contact)}
            </ul>
        </li>
    }
    .into_any()
}
