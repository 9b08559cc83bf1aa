//! How many statements the market sends to its database, by operation.

use crate::{Answer, contract};
use server::db::Db;
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// Counts of one database.
#[derive(Debug, Default)]
pub(crate) struct Statements {
    sent: AtomicU64,
    /// The most that one call that succeeded took.
    by_operation: Mutex<BTreeMap<String, u64>>,
}

impl Statements {
    pub(crate) fn of(db: &mut Db) -> Arc<Self> {
        let statements = Arc::new(Self::default());
        let counter = Arc::clone(&statements);
        db.watch(move |sql| {
            // Once in a while, whatever is called.
            if !sql.contains("last_seen_at\" = ") {
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
        }
    }

    pub(crate) fn by_operation(&self) -> BTreeMap<String, u64> {
        self.by_operation
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
