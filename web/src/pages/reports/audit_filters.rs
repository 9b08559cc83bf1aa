//! What the audit trail is filtered by: the form, and the same in words where nothing is found.

use super::words::{OPERATIONS, operation, subject};
use crate::{
    components::bits::icon,
    format,
    pages::{
        address::{asked, day},
        work::changed,
    },
    visit::{PageError, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    identity::{ListOrganisations, OrganisationFilter, OrganisationKind},
    page::MAX_LIMIT,
    text::folded,
};

/// The filters in the order of the form; the last two come from links.
const NAMES: [&str; 8] = [
    "operation",
    "organisation_id",
    "user",
    "q",
    "from",
    "until",
    "subject",
    "subject_id",
];

/// What can be chosen: value and text.
type Choices = Vec<(String, String)>;

/// The form's choices.
pub(super) struct Filters {
    operations: Choices,
    /// By kind, each by name.
    organisations: Vec<(String, Choices)>,
}

impl Filters {
    pub(super) async fn read(visit: &Visit) -> Result<Self, PageError> {
        let (mut found, mut cursor) = (Vec::new(), None);
        loop {
            let filter = OrganisationFilter {
                limit: Some(MAX_LIMIT),
                cursor,
                ..OrganisationFilter::default()
            };
            let page = visit
                .read(Call::<ListOrganisations>::new(()).query(&filter))
                .await?;
            found.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        let organisations = OrganisationKind::ALL.iter().map(|kind| {
            let of_kind = found.iter().filter(|one| one.kind == *kind);
            let choices = of_kind.map(|one| (one.id.to_string(), one.name.clone()));
            (tr!(visit, format!("organisations.kind_{kind}")), by_text(choices))
        });
        let own = asked(visit, "operation").filter(|word| !OPERATIONS.contains(&word.as_str()));
        let operations = OPERATIONS.map(str::to_owned).into_iter().chain(own);
        Ok(Self {
            operations: by_text(operations.map(|word| {
                let text = operation(visit, &word);
                (word, text)
            })),
            organisations: organisations.filter(|(_, choices)| !choices.is_empty()).collect(),
        })
    }

    pub(super) fn view(&self, visit: &Visit) -> AnyView {
        let hidden: Vec<AnyView> = ["subject", "subject_id"]
            .into_iter()
            .filter_map(|name| asked(visit, name).map(|value| (name, value)))
            .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
            .collect();
        let chips: Vec<AnyView> = ["subject", "subject_id"]
            .into_iter()
            .filter_map(|name| self.said(visit, name).map(|text| (name, text)))
            .map(|(name, text)| {
                view! { <a class="chip chip--remove" href=changed(visit, name, "")>{text} {icon(visit, "close")}</a> }
                    .into_any()
            })
            .collect();
        let groups: Vec<AnyView> = self
            .organisations
            .iter()
            .map(|(heading, choices)| {
                let choices = options(visit, "organisation_id", choices);
                view! { <optgroup label=heading.clone()>{choices}</optgroup> }.into_any()
            })
            .collect();
        view! {
            <form class="panel panel--quiet stack" action=visit.to("/desk/audit")>
                {hidden}
                <div class="field-row">
                    {select(visit, "operation", options(visit, "operation", &self.operations))}
                    {select(visit, "organisation_id", groups)}
                </div>
                <div class="field-row">{input(visit, "user", "search")}{input(visit, "q", "search")}</div>
                <div class="field-row">{input(visit, "from", "date")}{input(visit, "until", "date")}</div>
                <div class="cluster">
                    <button class="button button--quiet">{tr!(visit, "audit.filter")}</button>
                    <a href=visit.to("/desk/audit")>{tr!(visit, "audit.clear")}</a>
                    {chips}
                </div>
            </form>
        }
        .into_any()
    }

    /// The filters that are set, in words; none where there is none.
    pub(super) fn in_words(&self, visit: &Visit) -> Option<String> {
        let set: Vec<String> = NAMES
            .into_iter()
            .filter_map(|name| {
                let said = self.said(visit, name)?;
                Some(format!("{}: {said}", tr!(visit, format!("audit.filter_{name}"))))
            })
            .collect();
        (!set.is_empty()).then(|| set.join("; "))
    }

    /// What one filter asks for, in words.
    fn said(&self, visit: &Visit, name: &str) -> Option<String> {
        let value = asked(visit, name)?;
        Some(match name {
            "operation" => operation(visit, &value),
            "subject" => subject(visit, &value),
            "from" | "until" => day(&value).map_or(value, format::date),
            "organisation_id" => {
                let mut all = self.organisations.iter().flat_map(|(_, choices)| choices);
                let found = all.find(|(id, _)| *id == value);
                found.map_or(value, |(_, name)| name.clone())
            }
            _ => value,
        })
    }
}

/// In the order of the texts; marks do not matter.
fn by_text(choices: impl Iterator<Item = (String, String)>) -> Choices {
    let mut choices: Choices = choices.collect();
    choices.sort_by_cached_key(|(_, text)| folded(text));
    choices
}

fn options(visit: &Visit, name: &str, choices: &[(String, String)]) -> Vec<AnyView> {
    let chosen = asked(visit, name).unwrap_or_default();
    choices
        .iter()
        .map(|(value, text)| {
            let selected = *value == chosen;
            view! { <option value=value.clone() selected=selected>{text.clone()}</option> }.into_any()
        })
        .collect()
}

fn select(visit: &Visit, name: &'static str, options: Vec<AnyView>) -> AnyView {
    let id = format!("filter-{name}");
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{tr!(visit, format!("audit.filter_{name}"))}</label>
            <select class="input" id=id name=name>
                <option value="">{tr!(visit, "audit.any")}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

fn input(visit: &Visit, name: &'static str, kind: &'static str) -> AnyView {
    let value = asked(visit, name).unwrap_or_default();
    let id = format!("filter-{name}");
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{tr!(visit, format!("audit.filter_{name}"))}</label>
            <input class="input" id=id name=name type=kind value=value spellcheck="false"/>
        </div>
    }
    .into_any()
}
