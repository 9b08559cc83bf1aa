//! What a page says back: problems, notices, empty states.

use super::bits::icon;
use crate::{form::Form, visit::Visit};
use leptos::prelude::*;
use std::collections::HashSet;

/// Why a form was not accepted, with links to the fields to mend.
pub(crate) fn problem_summary(visit: &Visit, form: &Form) -> AnyView {
    let Some(problem) = form.problem.clone() else {
        return ().into_any();
    };
    let mut wrong = problem.fields;
    // A field shows one sentence, and so does its line here.
    let mut seen = HashSet::new();
    wrong.retain(|one| seen.insert(one.field.clone()));
    let form = form.clone();
    // Drawn last: by then the fields below have told what they are called.
    let stored = stored(visit, &form);
    let lang = visit.lang;
    // What was typed wrong is mended here; the number is for whoever has to ask us.
    let id = Some(problem.request_id).filter(|id| wrong.is_empty() && !id.is_empty());
    let list = (!wrong.is_empty()).then_some(move || {
        let lines: Vec<AnyView> = wrong
            .iter()
            .map(|one| {
                // A sentence made for the occasion may begin with a name.
                let common = one.code.message(lang, one.limit) == one.message;
                let label = form.label_of(&one.field);
                // "Why?" is what is asked, and "Why: …" what is wrong with the answer.
                let told = match label.as_deref().map(|label| label.trim_end_matches('?')) {
                    Some(label) if common => format!("{label}: {}", after_a_colon(&one.message)),
                    Some(label) => format!("{label}: {}", one.message),
                    None => one.message.clone(),
                };
                view! { <li><a href=format!("#{}", field_id(&one.field))>{told}</a></li> }.into_any()
            })
            .collect();
        view! { <ul>{lines}</ul> }
    });
    view! {
        <div class="problem" role="alert" tabindex="-1" id="problem">
            <h2 class="problem__title">{problem.title}</h2>
            {problem.detail.map(|detail| view! { <p>{detail}</p> })}
            {list}
            {stored}
            {id.map(|id| view! { <p class="problem__id">{tr!(visit, "common.request_id")} ": " <code>{id}</code></p> })}
        </div>
    }
    .into_any()
}

/// After somebody else's change: what is stored now, where it differs from what was typed.
fn stored(visit: &Visit, form: &Form) -> Option<AnyView> {
    let differs = form.stored()?.to_vec();
    let (text, nothing) = (tr!(visit, "common.stored"), tr!(visit, "common.stored_nothing"));
    let form = form.clone();
    let lines = move || {
        let lines: Vec<AnyView> = differs
            .iter()
            .filter_map(|(field, value)| {
                // What the page does not show, nobody has typed.
                let label = form.label_of(field)?;
                let value = if value.is_empty() { &nothing } else { value };
                Some(view! { <li><a href=format!("#{}", field_id(field))>{label}</a> ": " {value.clone()}</li> }.into_any())
            })
            .collect();
        view! { <ul>{lines}</ul> }
    };
    Some(view! { <p>{text}</p>{lines} }.into_any())
}

/// A sentence as it goes on after a colon. Abbreviations keep their capitals.
fn after_a_colon(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if !second.is_uppercase() && !second.is_numeric() => {
            let rest = sentence.strip_prefix(first).unwrap_or_default();
            format!("{}{rest}", first.to_lowercase())
        }
        _ => sentence.to_owned(),
    }
}

/// The id of a field's control: `contact.email` → `contact-email`, `lines[0].quantity` → `lines-0-quantity`.
pub(crate) fn field_id(field: &str) -> String {
    let mut id: String = field
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .collect();
    while id.contains("--") {
        id = id.replace("--", "-");
    }
    id.trim_matches('-').to_owned()
}

/// Something has happened, or ought to be known. `kind`: info, success, warning, danger.
pub(crate) fn notice(visit: &Visit, kind: &str, title: String, text: Option<String>) -> AnyView {
    let glyph = match kind {
        "success" => "check",
        "warning" | "danger" => "warning",
        _ => "info",
    };
    view! {
        <div class=format!("notice notice--{kind}") role="status">
            {icon(visit, glyph)}
            <div><p class="strong">{title}</p>{text.map(|text| view! { <p>{text}</p> })}</div>
        </div>
    }
    .into_any()
}

/// Nothing is there yet: what to do first, with at most one button.
pub(crate) fn empty(visit: &Visit, title: String, text: String, button: Option<(String, String)>) -> AnyView {
    nothing(visit, view! { <h2>{title}</h2> }.into_any(), text, button)
}

/// The same where it is all that the page has.
pub(crate) fn gone(visit: &Visit, title: String, text: String, button: Option<(String, String)>) -> AnyView {
    nothing(visit, view! { <h1>{title}</h1> }.into_any(), text, button)
}

fn nothing(visit: &Visit, heading: AnyView, text: String, button: Option<(String, String)>) -> AnyView {
    view! {
        <div class="empty">
            <img src=visit.asset("illustrations/empty.svg") width="160" height="120" alt=""/>
            {heading}
            <p>{text}</p>
            {button.map(|(path, text)| view! { <a class="button" href=visit.to(&path)>{text}</a> })}
        </div>
    }
    .into_any()
}
