//! Whether what is stored holds together: what the database can tell of itself, and what each slice knows must be so.
//! It reads one moment, some rows at a time, and may run beside a market that works.

mod file;

use crate::{
    backup, catalogue, certification, curation,
    db::{self, Db, Invariant},
    http::{Error, Result},
    identity, jobs, listings, mail,
    media::Media,
    orders, papers, producers, stock,
    vault::Vault,
};
use sea_orm::DatabaseTransaction;
use shared::Timestamp;

/// Everything that must be so, each with what is not.
pub async fn check(
    db: &Db,
    media: &Media,
    vault: Option<&Vault>,
    now: Timestamp,
) -> anyhow::Result<Vec<Invariant>> {
    let mut found = Vec::new();
    if db.is_sqlite() {
        found = file::check(db.reader()).await?;
    }
    let snapshot = db.snapshot().await?;
    let of_slices = slices(&snapshot, media, now).await;
    found.extend(of_slices.map_err(|error| match error {
        Error::Internal(error) => error,
        other => anyhow::anyhow!("{other:?}"),
    })?);
    found.extend(backup::check_sealed(&snapshot, vault).await?);
    snapshot.rollback().await?;
    Ok(found)
}

async fn slices(db: &DatabaseTransaction, media: &Media, now: Timestamp) -> Result<Vec<Invariant>> {
    Ok([
        stock::check(db).await?,
        orders::check(db, now).await?,
        db::check_keys(db).await?,
        certification::check(db).await?,
        listings::check(db).await?,
        curation::check(db).await?,
        identity::check(db).await?,
        catalogue::check(db, media).await?,
        producers::check(db, media).await?,
        papers::check(db, media).await?,
        jobs::check(db).await?,
        mail::check(db).await?,
    ]
    .concat())
}
