//! From rows to views.

use super::{
    columns::heading,
    entity::imports::Model,
    stored::{RowError, unpack},
};
use crate::{
    app::App,
    http::{Error, Result},
    identity, producers,
};
use anyhow::anyhow;
use sea_orm::ConnectionTrait;
use shared::{
    Lang,
    exchange::{Import, ImportError, ImportKind, ImportStatus, SHOWN_ERRORS},
};

/// One import.
pub(super) async fn one(db: &impl ConnectionTrait, app: &App, row: Model, lang: Lang) -> Result<Import> {
    views(db, app, vec![row], lang)
        .await?
        .pop()
        .ok_or_else(|| Error::Internal(anyhow!("one import makes one view")))
}

/// Imports in the order of their rows, with one query for all names.
pub(super) async fn views(
    db: &impl ConnectionTrait,
    app: &App,
    rows: Vec<Model>,
    lang: Lang,
) -> Result<Vec<Import>> {
    let names = identity::user_names(db, rows.iter().map(|row| row.user_id)).await?;
    let producers = producers::producer_refs(db, rows.iter().filter_map(|row| row.producer_id)).await?;
    rows.into_iter()
        .map(|row| {
            let mut errors = errors_of(&row)?;
            errors.truncate(SHOWN_ERRORS);
            Ok(Import {
                can_apply: can_apply(&row),
                done: match row.status {
                    ImportStatus::Checking | ImportStatus::Applying => {
                        app.jobs.progress.told(row.id.0).unwrap_or(0)
                    }
                    ImportStatus::Checked | ImportStatus::Applied => row.announced,
                    ImportStatus::Failed => 0,
                },
                errors: errors
                    .into_iter()
                    .map(|error| error_view(row.kind, error, lang))
                    .collect(),
                producer: row.producer_id.and_then(|id| producers.get(&id)).cloned(),
                by: names.get(&row.user_id).cloned().unwrap_or_default(),
                id: row.id,
                kind: row.kind,
                file_name: row.file_name,
                status: row.status,
                dry_run: row.dry_run,
                announced: row.announced,
                created: row.created,
                changed: row.changed,
                unchanged: row.unchanged,
                refused: row.refused,
                present: row.present,
                error_count: row.error_count,
                created_at: row.created_at,
                finished_at: row.finished_at,
            })
        })
        .collect()
}

/// Whether an import has something to write and nothing that keeps it from writing.
pub(super) fn can_apply(row: &Model) -> bool {
    row.status == ImportStatus::Checked
        && row.error_count == 0
        && row.created + row.changed > 0
        && row.cells.is_some()
}

/// All errors of an import.
pub(super) fn errors_of(row: &Model) -> Result<Vec<RowError>> {
    row.errors.as_deref().map_or_else(|| Ok(Vec::new()), unpack)
}

/// An error in the reader's language.
pub(super) fn error_view(kind: ImportKind, error: RowError, lang: Lang) -> ImportError {
    ImportError {
        line: i64::from(error.line),
        column: heading(kind, &error.field, lang),
        field: error.field,
        value: error.value,
        code: error.code,
        message: error.code.message(lang, error.limit),
        limit: error.limit,
    }
}
