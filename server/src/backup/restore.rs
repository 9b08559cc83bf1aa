//! Reads a backup into an empty place: first everything is compared with its hash, then it is written.

use super::{
    FORMAT, Manifest,
    archive::{Entry, Name, entries, sha256},
    rows,
    tables::{self, Table},
};
use crate::{db::Db, media::Media};
use anyhow::{Context, Result, bail, ensure};
use sea_orm::TransactionTrait;
use sea_orm_migration::MigratorTrait;
use std::{collections::BTreeMap, path::Path};

/// The manifest of a backup whose every byte is as it was written.
pub(crate) fn read_manifest(file: &Path) -> Result<Manifest> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut manifest: Option<Manifest> = None;
    entries(file, |entry| {
        if entry.name == Name::Manifest {
            manifest = Some(serde_json::from_slice(&entry.bytes).context("the manifest cannot be read")?);
        } else {
            found.insert(entry.path, sha256(&entry.bytes));
        }
        Ok(())
    })?;
    let manifest =
        manifest.with_context(|| format!("{} has no manifest: it is not whole", file.display()))?;
    ensure!(
        manifest.format == FORMAT,
        "the backup has form {}, this program reads form {FORMAT}",
        manifest.format
    );
    for (name, hash) in &manifest.files {
        match found.get(name) {
            None => bail!("the backup lacks {name}"),
            Some(other) if other != hash => bail!("{name} in the backup is damaged"),
            Some(_) => {}
        }
    }
    if let Some(name) = found.keys().find(|name| !manifest.files.contains_key(*name)) {
        bail!("the backup has {name}, which its manifest does not name");
    }
    Ok(manifest)
}

/// Writes the rows and pictures of a checked backup, then brings the schema up to date.
pub(crate) async fn restore(db: &Db, manifest: &Manifest, media: &Media, file: &Path) -> Result<()> {
    let steps = manifest.migrations.len();
    migrations::Migrator::up(db.writer(), Some(u32::try_from(steps)?)).await?;
    let tables = tables::after(steps).await?;
    let unknown = manifest
        .rows
        .keys()
        .find(|name| !tables.iter().any(|table| table.name == **name));
    if let Some(name) = unknown {
        bail!("the backup has the table {name}, which this program does not know");
    }
    // Reading the archive blocks; its entries come over one at a time.
    let (send, mut receive) = tokio::sync::mpsc::channel::<Entry>(2);
    let file = file.to_owned();
    let reading = tokio::task::spawn_blocking(move || {
        entries(&file, |entry| match &entry.name {
            Name::Manifest => Ok(()),
            Name::Media(_) | Name::Table(_) => send.blocking_send(entry).context("the database stopped"),
        })
    });
    let tx = db.writer().begin().await?;
    let mut counts: BTreeMap<String, u64> = manifest.rows.keys().map(|name| (name.clone(), 0)).collect();
    while let Some(entry) = receive.recv().await {
        match entry.name {
            Name::Manifest => {}
            Name::Media(name) => media.write(&name, entry.bytes.into()).await?,
            Name::Table(name) => {
                let count = rows::insert(&tx, named(&tables, &name)?, &entry.bytes).await?;
                *counts.entry(name).or_default() += count;
            }
        }
    }
    reading.await??;
    for (name, count) in &manifest.rows {
        let written = counts.get(name).copied().unwrap_or_default();
        ensure!(written == *count, "{name} has {written} rows instead of {count}");
    }
    tx.commit().await?;
    db.migrate().await
}

fn named<'a>(tables: &'a [Table], name: &str) -> Result<&'a Table> {
    tables
        .iter()
        .find(|table| table.name == name)
        .with_context(|| format!("there is no table {name}"))
}
