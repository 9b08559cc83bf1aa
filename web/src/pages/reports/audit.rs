//! The audit trail: who changed what, when, from where, and what it was before.

use super::{
    audit_filters::Filters,
    words::{field, operation, subject, subject_path, value},
};
use crate::{
    components::{
        bits::{instant, only_vietnamese, page_head},
        export::export_link,
        frame::Frame,
        messages::empty,
    },
    pages::{
        address::asked,
        work::{choice, in_language, next_page},
    },
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    exchange::{ExportKind, Exported},
    identity::OrganisationKind,
    reports::{AuditChange, AuditEntry, AuditFilter, ListAudit},
};

/// What the address asks for.
fn filter(visit: &Visit) -> AuditFilter {
    let day = |name| asked(visit, name).and_then(|text| crate::pages::address::day(&text));
    AuditFilter {
        operation: asked(visit, "operation"),
        subject: asked(visit, "subject"),
        subject_id: asked(visit, "subject_id"),
        user: asked(visit, "user"),
        organisation_id: choice(visit, "organisation_id"),
        from: day("from"),
        until: day("until"),
        q: asked(visit, "q"),
        limit: Some(50),
        cursor: asked(visit, "cursor"),
    }
}

pub(crate) async fn audit(visit: Visit) -> PageResult {
    visit.member(&[OrganisationKind::Centre])?;
    let filter = filter(&visit);
    let entries = visit.read(Call::<ListAudit>::new(()).query(&filter));
    let (page, filters) = futures_util::future::try_join(entries, Filters::read(&visit)).await?;
    let title = tr!(visit, "audit.title");
    Ok(visit.page(Frame::desk(title.clone()), || {
        let table = if page.items.is_empty() {
            nothing(&visit, &filters)
        } else {
            trail(&visit, &page.items)
        };
        view! {
            {page_head(title.clone(), Some(tr!(visit, "audit.lede")), export_link(&visit, ExportKind::Audit, &filter.as_export()))}
            {filters.view(&visit)}
            <p class="muted small">{tr!(visit, "audit.export_hint")}</p>
            {table}
            {next_page(&visit, page.next_cursor.as_deref())}
        }
        .into_any()
    }))
}

/// Says which filters found nothing.
fn nothing(visit: &Visit, filters: &Filters) -> AnyView {
    let text = match filters.in_words(visit) {
        Some(set) => tr!(visit, "audit.nothing_found", filters = set),
        None => tr!(visit, "audit.empty_text"),
    };
    empty(visit, tr!(visit, "audit.empty_title"), text, None)
}

/// Entries as a table.
pub(crate) fn trail(visit: &Visit, entries: &[AuditEntry]) -> AnyView {
    let rows: Vec<AnyView> = entries.iter().map(|entry| row(visit, entry)).collect();
    let title = tr!(visit, "audit.title");
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=title.clone()>
            <table class="table table--cards">
                <caption class="visually-hidden">{title.clone()}</caption>
                <thead><tr>
                    <th scope="col">{tr!(visit, "audit.at")}</th>
                    <th scope="col">{tr!(visit, "audit.operation")}</th>
                    <th scope="col">{tr!(visit, "audit.subject")}</th>
                    <th scope="col">{tr!(visit, "audit.who")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The audit's own address with one parameter: entries stand on other pages too.
fn only(visit: &Visit, name: &str, value: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair(name, value)
        .finish();
    visit.to(&format!("/desk/audit?{query}"))
}

fn row(visit: &Visit, entry: &AuditEntry) -> AnyView {
    let who = entry.user.clone().unwrap_or_else(|| tr!(visit, "audit.market"));
    let organisation = entry
        .organisation
        .clone()
        .zip(entry.organisation_id)
        .map(|(name, id)| {
            view! { <br/><small><a href=only(visit, "organisation_id", &id.to_string())>{name}</a></small> }
        });
    let address = entry
        .address
        .clone()
        .map(|address| view! { <br/><small class="muted num">{address}</small> });
    view! {
        <tr>
            <th scope="row" data-label=tr!(visit, "audit.at")>{instant(entry.at)}</th>
            <td data-label=tr!(visit, "audit.operation")>
                <span><a href=only(visit, "operation", &entry.operation)>{operation(visit, &entry.operation)}</a>
                {changes(visit, &entry.subject, &entry.changes)}</span>
            </td>
            <td data-label=tr!(visit, "audit.subject")>
                <span>{name(visit, entry)}<br/>
                <small class="muted"><a href=only(visit, "subject_id", &entry.subject_id)>{subject(visit, &entry.subject)}</a></small></span>
            </td>
            <td data-label=tr!(visit, "audit.who")><span>{who}{organisation}{address}</span></td>
        </tr>
    }
    .into_any()
}

/// What it is called, as a link where it has a page. What is gone has only the end of its id left.
fn name(visit: &Visit, entry: &AuditEntry) -> AnyView {
    // Whether somebody has the address that was asked for is nobody's business; its id is a word.
    if entry.subject == "password_reset" {
        return ().into_any();
    }
    let Some(name) = &entry.subject_name else {
        return view! { <span class="muted num">{short(&entry.subject_id)}</span> }.into_any();
    };
    let english = entry.subject_name_en.as_deref();
    let lang = only_vietnamese(visit.lang, english);
    let name = in_language(visit.lang, name, english);
    match subject_path(entry) {
        Some(path) => view! { <a href=visit.to(&path) lang=lang>{name}</a> }.into_any(),
        None => view! { <span lang=lang>{name}</span> }.into_any(),
    }
}

/// An id by its last letters, which are those that differ.
fn short(id: &str) -> String {
    let letters = id.chars().count();
    if letters <= 12 {
        return id.to_owned();
    }
    id.chars()
        .skip(letters - 8)
        .fold(String::from("…"), |mut text, letter| {
            text.push(letter);
            text
        })
}

fn changes(visit: &Visit, subject: &str, changes: &[AuditChange]) -> AnyView {
    if changes.is_empty() {
        return ().into_any();
    }
    let lines: Vec<AnyView> = changes
        .iter()
        .map(|change| line(visit, subject, change))
        .collect();
    view! {
        <details class="small">
            <summary>{tr!(visit, "audit.changes", n = changes.len())}</summary>
            <dl class="facts facts--inline">{lines}</dl>
        </details>
    }
    .into_any()
}

fn line(visit: &Visit, subject: &str, change: &AuditChange) -> AnyView {
    let told = |text: Option<&String>| match text {
        Some(text) => whole(&value(visit, subject, &change.field, text)),
        None => tr!(visit, "audit.nothing").into_any(),
    };
    let values = if change.personal {
        view! { <dd class="muted">{tr!(visit, "audit.personal")}</dd> }.into_any()
    } else {
        let (before, after) = (told(change.before.as_ref()), told(change.after.as_ref()));
        view! { <dd><del>{before}</del> " → " <ins>{after}</ins></dd> }.into_any()
    };
    view! { <div><dt>{field(visit, &change.field)} " " <code>{change.field.clone()}</code></dt>{values}</div> }
        .into_any()
}

/// The most letters of a text that are shown before somebody asks for the rest.
const SHOWN: usize = 160;

/// A text; a long one by its beginning, which opens the whole.
fn whole(text: &str) -> AnyView {
    if text.chars().count() <= SHOWN {
        return text.to_owned().into_any();
    }
    let beginning: String = text.chars().take(SHOWN).chain(['…']).collect();
    view! { <details><summary>{beginning}</summary>{text.to_owned()}</details> }.into_any()
}
