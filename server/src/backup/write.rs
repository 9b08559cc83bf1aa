//! Writes a backup while the market runs.

use super::{FORMAT, MANIFEST, Manifest, archive::Writer, rows, tables};
use crate::{db::Db, media::Media};
use anyhow::{Context, Result, bail};
use shared::Timestamp;
use std::{collections::BTreeMap, fs::File, path::Path};

/// Writes everything to `file`, which must not exist. It appears under its name only when it is whole.
pub(crate) async fn write(
    db: &Db,
    applied: Vec<String>,
    media: &Media,
    file: &Path,
    now: Timestamp,
) -> Result<Manifest> {
    if file.exists() {
        bail!("{} exists already", file.display());
    }
    let mut partial = file.as_os_str().to_owned();
    partial.push(".partial");
    let partial = std::path::PathBuf::from(partial);
    let opened = File::create(&partial).with_context(|| format!("cannot write {}", partial.display()))?;
    let mut writer = Writer::new(opened);
    let written = everything(db, applied, media, now, &mut writer).await;
    let written = written.and_then(|manifest| writer.finish().map(|()| manifest));
    match written {
        Ok(manifest) => {
            std::fs::rename(&partial, file).with_context(|| format!("cannot write {}", file.display()))?;
            Ok(manifest)
        }
        Err(error) => {
            // Half a backup is worth nothing.
            let _ = std::fs::remove_file(&partial);
            Err(error)
        }
    }
}

async fn everything(
    db: &Db,
    applied: Vec<String>,
    media: &Media,
    now: Timestamp,
    writer: &mut Writer,
) -> Result<Manifest> {
    let tables = tables::after(applied.len()).await?;
    let snapshot = db.snapshot().await?;
    let mut counts = BTreeMap::new();
    for table in &tables {
        let (mut last, mut number, mut total) = (None, 0_u32, 0_u64);
        loop {
            let (lines, count, next) = rows::page(&snapshot, table, last)
                .await
                .with_context(|| format!("table {}", table.name))?;
            if count == 0 {
                break;
            }
            number += 1;
            total += count;
            writer.add(&format!("tables/{}/{number:06}.jsonl", table.name), &lines)?;
            last = next;
        }
        counts.insert(table.name.clone(), total);
    }
    snapshot.rollback().await?;
    // After the rows: the pictures that they name are there already.
    pictures(media, writer).await?;
    let manifest = Manifest {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: now.to_string(),
        migrations: applied,
        rows: counts,
        files: writer.hashes.clone(),
    };
    writer.add(MANIFEST, &serde_json::to_vec_pretty(&manifest)?)?;
    Ok(manifest)
}

async fn pictures(media: &Media, writer: &mut Writer) -> Result<()> {
    for name in media.names().await? {
        // None was deleted meanwhile.
        if let Some(bytes) = media.read(&name).await? {
            writer.add(&format!("media/{name}"), &bytes)?;
        }
    }
    Ok(())
}
