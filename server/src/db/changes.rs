//! What a write changed: the difference between the view before and the view after, for the audit trail.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::reports::AuditChange;
use std::collections::BTreeMap;

/// Values of these are personal, or nobody's business: only the fact that they changed is kept.
const PERSONAL: [&str; 11] = [
    "contact",
    "producer_contact",
    "public_contact",
    "phone",
    "email",
    "login",
    "tax_code",
    "bank",
    "account",
    "password",
    "address",
];
/// What every write changes, and where the files of a picture lie.
const DULL: [&str; 4] = ["version", "actions", "changed_at", "sources"];
/// The most characters of a value that are kept: the longest text is kept whole.
const LONGEST: usize = 4_000;
/// The most values of one write that are kept.
const MOST: usize = 60;

/// One changed value, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Change {
    field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    personal: bool,
}

/// The difference, as it is stored; None where nothing changed.
pub(super) fn difference(before: &Value, after: &Value) -> Option<String> {
    let (before, after) = (leaves(before), leaves(after));
    let fields: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changes: Vec<Change> = fields
        .into_iter()
        .filter(|field| before.get(*field) != after.get(*field))
        .take(MOST)
        .map(|field| {
            let personal = field.split('.').any(|part| PERSONAL.contains(&part));
            let kept = |value: Option<&String>| value.filter(|_| !personal).map(|text| shortened(text));
            Change {
                field: field.clone(),
                before: kept(before.get(field)),
                after: kept(after.get(field)),
                personal,
            }
        })
        .collect();
    if changes.is_empty() {
        return None;
    }
    serde_json::to_string(&changes).ok()
}

/// Reads what was stored.
pub(crate) fn read(stored: Option<&str>) -> Vec<AuditChange> {
    let changes: Vec<Change> = stored
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    changes
        .into_iter()
        .map(|change| AuditChange {
            field: change.field,
            before: change.before,
            after: change.after,
            personal: change.personal,
        })
        .collect()
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

/// Every plain value under its path.
fn leaves(view: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    collect(view, String::new(), &mut found);
    found
}

fn collect(value: &Value, path: String, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (name, value) in fields {
                if DULL.contains(&name.as_str()) {
                    continue;
                }
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                collect(value, path, found);
            }
        }
        Value::Array(values) if values.iter().all(|value| !value.is_object()) => {
            let words: Vec<String> = values.iter().map(plain).collect();
            found.insert(path, words.join(", "));
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                collect(value, format!("{path}.{}", index + 1), found);
            }
        }
        plain_value => {
            found.insert(path, plain(plain_value));
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{difference, read};
    use serde_json::json;

    #[test]
    fn only_what_differs_is_kept_and_versions_never() {
        let before = json!({"name": "Hồng", "price": {"amount": 48000}, "version": 1, "claims": ["gi"]});
        let after = json!({"name": "Hồng", "price": {"amount": 52000}, "version": 2, "claims": ["gi", "vietgap"], "note": "x"});
        let changes = read(difference(&before, &after).as_deref());
        let told: Vec<_> = changes
            .iter()
            .map(|change| {
                (
                    change.field.as_str(),
                    change.before.as_deref(),
                    change.after.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("claims", Some("gi"), Some("gi, vietgap")),
                ("note", None, Some("x")),
                ("price.amount", Some("48000"), Some("52000")),
            ]
        );
        assert_eq!(difference(&before, &before), None);
    }

    #[test]
    fn personal_values_are_not_written_down() {
        let before = json!({"contact": {"name": "A", "phone": "1"}});
        let after = json!({"contact": {"name": "B", "phone": "1"}});
        let changes = read(difference(&before, &after).as_deref());
        assert_eq!(changes.len(), 1);
        assert!(changes[0].personal && changes[0].before.is_none() && changes[0].after.is_none());
    }
}
