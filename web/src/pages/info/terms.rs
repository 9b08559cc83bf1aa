//! The terms of use: what the market is, what each side undertakes, how products are reviewed and ordered.

use crate::{
    components::{bits::page_head, frame::Frame},
    visit::{PageResult, Visit},
};
use leptos::prelude::*;

/// Sections, with the number of their points.
const SECTIONS: [(&str, u8); 8] = [
    ("what", 3),
    ("accounts", 4),
    ("sellers", 5),
    ("buyers", 4),
    ("orders", 6),
    ("ranking", 3),
    ("disputes", 4),
    ("changes", 2),
];

pub(crate) async fn terms(visit: Visit) -> PageResult {
    let frame = Frame::public(tr!(visit, "terms.title")).described(tr!(visit, "terms.lede"));
    Ok(visit.page(frame, || {
        let sections: Vec<AnyView> = SECTIONS
            .into_iter()
            .zip(1_u8..)
            .map(|((name, count), number)| {
                let points: Vec<AnyView> = (1..=count)
                    .map(|point| view! { <li>{tr!(visit, format!("terms.{name}_{point}"))}</li> }.into_any())
                    .collect();
                let title = tr!(visit, format!("terms.{name}"));
                view! { <section class="section prose" id=name><h2>{number} ". " {title}</h2><ul>{points}</ul></section> }.into_any()
            })
            .collect();
        view! {
            {page_head(tr!(visit, "terms.title"), Some(tr!(visit, "terms.lede")), ().into_any())}
            {sections}
            <p class="cluster">
                <a href=visit.to("/privacy")>{tr!(visit, "frame.privacy")}</a>
                <a href=visit.to("/about#complaints")>{tr!(visit, "frame.complaints")}</a>
                <a href=visit.to("/how-it-works")>{tr!(visit, "frame.how")}</a>
            </p>
        }
        .into_any()
    }))
}
