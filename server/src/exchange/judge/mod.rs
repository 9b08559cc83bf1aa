//! What would become of each row. Reads what is there once, then judges without a database.

mod certificates;
mod lots;
mod own;
mod packs;
mod products;

use super::{
    columns,
    stored::{RowError, StoredRow},
    write::Write,
};
use crate::{auth::Member, http::Result};
use sea_orm::ConnectionTrait;
use shared::{Date, exchange::ImportKind};

/// What would become of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    Create(Write),
    Change(Write),
    Unchanged,
    Refused(Vec<RowError>),
}

/// Judges the rows of a file, in their order.
pub(super) async fn judge(
    db: &impl ConnectionTrait,
    member: &Member,
    today: Date,
    kind: ImportKind,
    rows: &[StoredRow],
) -> Result<Vec<Outcome>> {
    let columns = columns::of(kind);
    let own = member.organisation_id;
    match kind {
        ImportKind::Products => products::judge(db, own, columns, rows).await,
        ImportKind::Packs => packs::judge(db, own, columns, rows).await,
        ImportKind::Lots => lots::judge(db, own, today, columns, rows).await,
        ImportKind::Certificates => certificates::judge(db, today, columns, rows).await,
    }
}

/// How many rows come to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) created: i64,
    pub(super) changed: i64,
    pub(super) unchanged: i64,
    pub(super) refused: i64,
}

impl Counts {
    pub(super) fn of(outcomes: &[Outcome]) -> Self {
        let mut counts = Self::default();
        for outcome in outcomes {
            let count = match outcome {
                Outcome::Create(_) => &mut counts.created,
                Outcome::Change(_) => &mut counts.changed,
                Outcome::Unchanged => &mut counts.unchanged,
                Outcome::Refused(_) => &mut counts.refused,
            };
            *count += 1;
        }
        counts
    }
}

/// All errors, in the order of the rows.
pub(super) fn errors(outcomes: &[Outcome]) -> Vec<RowError> {
    let errors = outcomes.iter().filter_map(|outcome| match outcome {
        Outcome::Refused(errors) => Some(errors.clone()),
        _ => None,
    });
    errors.flatten().collect()
}
