//! What `check` tells: one sentence that must be true of everything, how much was looked at, and what is not so.

use crate::http::Result;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ModelTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    Value,
};

/// Rows read at a time: what a check has in memory does not grow with the market.
const PAGE: u64 = 500;
/// Of what is wrong, this many are named; the rest is counted.
const NAMED: usize = 50;

/// A sentence that is true of every row, or names those of which it is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invariant {
    /// What must be true, as an operator reads it.
    pub about: &'static str,
    /// How many things were looked at.
    pub looked: u64,
    /// How many were not as they must be.
    pub broken: u64,
    /// What is wrong with the first of them, each with what it is found by.
    pub findings: Vec<String>,
}

impl Invariant {
    pub const fn new(about: &'static str) -> Self {
        Self {
            about,
            looked: 0,
            broken: 0,
            findings: Vec::new(),
        }
    }

    /// Counts one more thing that was looked at; it is as it must be where there is no complaint.
    pub fn look(&mut self, complaint: Option<String>) {
        self.looked += 1;
        if let Some(complaint) = complaint {
            self.broken += 1;
            if self.findings.len() < NAMED {
                self.findings.push(complaint);
            }
        }
    }

    /// The same, where the sentence is written only when it is needed.
    pub fn hold(&mut self, holds: bool, complaint: impl FnOnce() -> String) {
        self.look((!holds).then(complaint));
    }
}

/// The rows of a query, a page at a time in the order of a column that is different for each.
#[derive(Debug)]
pub struct Pages<E: EntityTrait> {
    query: Select<E>,
    key: E::Column,
    last: Option<Value>,
}

impl<E: EntityTrait> Pages<E>
where
    E::Model: ModelTrait<Entity = E>,
{
    pub const fn of(query: Select<E>, key: E::Column) -> Self {
        Self {
            query,
            key,
            last: None,
        }
    }

    /// The next rows; none once all were had.
    pub async fn next(&mut self, db: &impl ConnectionTrait) -> Result<Option<Vec<E::Model>>> {
        let mut query = self.query.clone().order_by_asc(self.key).limit(PAGE);
        if let Some(last) = self.last.take() {
            query = query.filter(self.key.gt(last));
        }
        let rows = query.all(db).await?;
        self.last = rows.last().map(|row| row.get(self.key));
        Ok((!rows.is_empty()).then_some(rows))
    }
}
