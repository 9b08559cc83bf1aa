//! What a page says back: problems, notices, empty states.

use super::bits::icon;
use crate::{form::Form, visit::Visit};
use leptos::prelude::*;

/// Why a form was not accepted, with links to the fields to mend.
pub(crate) fn problem_summary(visit: &Visit, form: &Form) -> AnyView {
    let Some(problem) = form.problem.clone() else {
        return ().into_any();
    };
    let fields: Vec<AnyView> = problem
        .fields
        .iter()
        .map(|field| {
            let id = field_id(&field.field);
            view! { <li><a href=format!("#{id}")>{field.message.clone()}</a></li> }.into_any()
        })
        .collect();
    let list = (!fields.is_empty()).then(|| view! { <ul>{fields}</ul> });
    view! {
        <div class="problem" role="alert" tabindex="-1" id="problem">
            <h2 class="problem__title">{problem.title}</h2>
            {problem.detail.map(|detail| view! { <p>{detail}</p> })}
            {list}
            {(!problem.request_id.is_empty()).then(|| view! {
                <p class="problem__id">{tr!(visit, "common.request_id")} ": " <code>{problem.request_id}</code></p>
            })}
        </div>
    }
    .into_any()
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
    view! {
        <div class="empty">
            <img src=visit.asset("illustrations/empty.svg") width="160" height="120" alt=""/>
            <h2>{title}</h2>
            <p>{text}</p>
            {button.map(|(path, text)| view! { <a class="button" href=visit.to(&path)>{text}</a> })}
        </div>
    }
    .into_any()
}
