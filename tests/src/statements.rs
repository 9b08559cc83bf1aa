//! How many statements the market sends to its database, and what it answers, by operation.

use crate::{Answer, contract};
use serde_json::{Value, json};
use server::db::Db;
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// Texts that open something: nobody prints them.
const SECRETS: [&str; 7] = [
    "access_token",
    "refresh_token",
    "token",
    "key",
    "uri",
    "qr_svg",
    "codes",
];
/// The longest text of an example.
const LONGEST: usize = 160;

/// An answer as an example of it: one entry of each list, and no secrets.
fn in_short(answer: Value) -> Value {
    match answer {
        Value::Array(entries) => {
            let entries = entries.into_iter().map(in_short);
            let fullest = entries.max_by_key(|entry| entry.to_string().len());
            Value::Array(fullest.into_iter().collect())
        }
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| {
                let value = match in_short(value) {
                    Value::String(_) if SECRETS.contains(&name.as_str()) => "…".into(),
                    Value::Array(_) if name == "codes" => json!(["…"]),
                    value => value,
                };
                (name, value)
            })
            .collect(),
        Value::String(text) if text.chars().count() > LONGEST => {
            let beginning: String = text.chars().take(LONGEST).collect();
            format!("{beginning}…").into()
        }
        other => other,
    }
}

/// Counts of one database.
#[derive(Debug, Default)]
pub(crate) struct Statements {
    sent: AtomicU64,
    /// The most that one call that succeeded took.
    by_operation: Mutex<BTreeMap<String, u64>>,
    /// The fullest answer of each operation that answers JSON.
    answers: Mutex<BTreeMap<String, Value>>,
}

impl Statements {
    pub(crate) fn of(db: &mut Db) -> Arc<Self> {
        let statements = Arc::new(Self::default());
        let counter = Arc::clone(&statements);
        db.watch(move |sql| {
            // Once in a while, whatever is called: on PostgreSQL servers read each other's notes.
            let others = sql.contains("FROM \"changes\"");
            if !sql.contains("last_seen_at\" = ") && !others {
                counter.sent.fetch_add(1, Ordering::Relaxed);
            }
        });
        statements
    }

    pub(crate) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// Notes what a call took. Only means something where nothing else is called at the time.
    pub(crate) fn note(&self, method: &http::Method, target: &str, answer: &Answer, before: u64) {
        let count = self.sent() - before;
        let path = target.split('?').next().unwrap_or_default();
        let operation = contract().operation(method.as_str(), path);
        let name = operation.and_then(|operation| operation["operationId"].as_str());
        if let (Some(name), 200..300) = (name, answer.status) {
            let mut counts = self.by_operation.lock().unwrap_or_else(PoisonError::into_inner);
            let most = counts.entry(name.to_owned()).or_default();
            *most = count.max(*most);
            drop(counts);
            if answer.header("content-type") == "application/json"
                && answer.header("content-encoding").is_empty()
            {
                self.keep(name, answer.json());
            }
        }
    }

    fn keep(&self, name: &str, answer: Value) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let known = answers.entry(name.to_owned()).or_default();
        let answer = in_short(answer);
        if known.to_string().len() < answer.to_string().len() {
            *known = answer;
        }
    }

    pub(crate) fn answers(&self) -> BTreeMap<String, Value> {
        self.answers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn by_operation(&self) -> BTreeMap<String, u64> {
        self.by_operation
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
