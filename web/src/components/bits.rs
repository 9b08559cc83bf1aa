//! The smallest pieces: icons, stars, badges, dates.

use crate::{format, visit::Visit};
use leptos::prelude::*;
use shared::{Lang, Money, Timestamp, catalogue::Unit, identity::Contact, labels};

/// An icon of the sprite; always beside a text.
pub(crate) fn icon(visit: &Visit, name: &str) -> AnyView {
    let href = format!("{}#icon-{name}", visit.asset("icons.svg"));
    view! { <svg class="icon" aria-hidden="true"><use href=href></use></svg> }.into_any()
}

/// What a unit of goods is called.
pub(crate) fn unit_name(visit: &Visit, unit: Unit) -> String {
    tr!(visit, format!("product.unit_{unit}"))
}

/// `250 g`, `1 kg`.
pub(crate) fn content(visit: &Visit, quantity: i32, unit: Unit) -> String {
    let quantity = format::number(visit.lang, i64::from(quantity));
    format!("{quantity}\u{a0}{}", unit_name(visit, unit))
}

/// Stars of a valid certificate; nothing without one.
pub(crate) fn stars(visit: &Visit, stars: Option<u8>) -> AnyView {
    let Some(count) = stars else { return ().into_any() };
    let href = format!("{}#stars-{count}", visit.asset("icons.svg"));
    view! {
        <p class="stars">
            <svg class="stars__row" viewBox="0 0 120 24" aria-hidden="true"><use href=href></use></svg>
            <span>{tr!(visit, "common.stars", n = count)}</span>
        </p>
    }
    .into_any()
}

/// The same in a table: one star and the number.
pub(crate) fn stars_short(visit: &Visit, stars: Option<u8>) -> AnyView {
    let Some(count) = stars else { return ().into_any() };
    view! { <span class="stars">{icon(visit, "star")}{tr!(visit, "common.stars", n = count)}</span> }
        .into_any()
}

/// What a state is called.
pub(crate) fn state_word(visit: &Visit, state: &str) -> String {
    labels::state(state, visit.lang).unwrap_or(state).to_owned()
}

/// A state as a badge: the wire word is the class.
pub(crate) fn badge(visit: &Visit, state: &str) -> AnyView {
    let text = match state {
        // Imports that were checked: one has rows to mend, after the other came a newer file.
        "to_mend" | "overtaken" => tr!(visit, format!("exchange.{state}_state")),
        state => state_word(visit, state),
    };
    view! { <span class=format!("badge badge--{state}")>{text}</span> }.into_any()
}

/// An amount of money.
pub(crate) fn money(visit: &Visit, amount: Money) -> AnyView {
    view! { <span class="num">{format::money(visit.lang, amount)}</span> }.into_any()
}

/// An instant, for people and for machines.
pub(crate) fn instant(at: Timestamp) -> AnyView {
    view! { <time class="num" datetime=at.to_string()>{format::instant(at)}</time> }.into_any()
}

/// Ways to reach somebody, a line each; what is not known has none.
pub(crate) fn contact_lines(visit: &Visit, contact: &Contact) -> AnyView {
    let line = |glyph, content: AnyView| {
        view! { <li class="cluster cluster--icon">{icon(visit, glyph)}<span>{content}</span></li> }
    };
    let dial: String = contact
        .phone
        .chars()
        .filter(|letter| letter.is_ascii_digit() || *letter == '+')
        .collect();
    view! {
        {(!contact.name.is_empty()).then(|| line("user", contact.name.clone().into_any()))}
        {(!dial.is_empty()).then(|| line("phone", view! { <a href=format!("tel:{dial}")>{contact.phone.clone()}</a> }.into_any()))}
        {(!contact.email.is_empty()).then(|| line("mail", view! { <a href=format!("mailto:{}", contact.email)>{contact.email.clone()}</a> }.into_any()))}
    }
    .into_any()
}

/// A trail of links to where one is; the last is this page.
pub(crate) fn breadcrumb(visit: &Visit, trail: Vec<(String, String)>, here: String) -> AnyView {
    let trail: Vec<AnyView> = trail
        .into_iter()
        .map(|(path, text)| view! { <li><a href=visit.to(&path)>{text}</a></li> }.into_any())
        .collect();
    view! {
        <nav class="breadcrumb" aria-label=tr!(visit, "common.where")>
            <ol>{trail}<li class="only-wide" aria-current="page">{here}</li></ol>
        </nav>
    }
    .into_any()
}

/// Prints the page; it shows where a script can.
pub(crate) fn print_button(visit: &Visit) -> AnyView {
    view! {
        <button class="button button--quiet no-print" type="button" hidden=true data-print="">{icon(visit, "print")}{tr!(visit, "common.print")}</button>
    }
    .into_any()
}

/// Head of a page: heading, a sentence, what can be done.
pub(crate) fn page_head(title: String, lede: Option<String>, actions: AnyView) -> AnyView {
    view! {
        <div class="page-head">
            <div><h1>{title}</h1>{lede.map(|lede| view! { <p class="lede">{lede}</p> })}</div>
            <div class="cluster">{actions}</div>
        </div>
    }
    .into_any()
}

/// The `lang` of a text on an English page that is there in Vietnamese only, so that it is read aloud as what it is.
pub(crate) const fn only_vietnamese(lang: Lang, en: Option<&str>) -> Option<&'static str> {
    match (lang, en) {
        (Lang::En, None) => Some("vi"),
        _ => None,
    }
}
