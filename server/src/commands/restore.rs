//! `restore`: a backup, into an empty place.

use super::{Failure, say, stores};
use crate::{backup, config::Config, db::Db, media::Media};
use clap::Args;
use std::path::PathBuf;

/// Read a backup into an empty data folder or PostgreSQL database
#[derive(Args, Debug)]
#[command(
    after_help = "Nothing is written before every byte has been compared with its hash, and nothing that exists is touched. The backup does not hold
the master keys: put the file master.key into the folder, or set OCOP_MASTER_KEYS.
A backup of an older program is brought up to date.

Examples:
  ocop-market restore /backups/market-2026-11-22.tar.gz --data /srv/market-new
  DATABASE_URL=postgres://market@db/empty ocop-market restore market.tar.gz --data /srv/market-new"
)]
pub(super) struct Flags {
    /// The file that `backup` wrote
    file: PathBuf,
}

pub(super) async fn run(flags: Flags, config: Config) -> Result<(), Failure> {
    let file = flags.file.clone();
    let manifest = tokio::task::spawn_blocking(move || backup::read_manifest(&file))
        .await
        .map_err(anyhow::Error::from)??;
    let known = stores::known();
    if known.get(..manifest.migrations.len()) != Some(manifest.migrations.as_slice()) {
        return Err(Failure::NewerDatabase(format!(
            "the backup was written by version {}, which is newer than this program ({}). Restore it with that version.",
            manifest.version,
            env!("CARGO_PKG_VERSION")
        )));
    }
    refuse_used(&config)?;
    stores::data_folder(&config)?;
    let db = stores::database(&config).await?;
    let media = stores::media(&config)?;
    if !media.names().await?.is_empty() {
        return Err(Failure::Usage(
            "there are pictures already: a backup is only restored into an empty place".to_owned(),
        ));
    }
    let restored = fill(&db, &manifest, &flags, &media).await;
    db.close().await?;
    if restored.is_err() {
        clear(&config, &media).await;
    }
    restored?;
    say(format!("{}: {}", config.data.display(), manifest.told()));
    Ok(())
}

async fn fill(db: &Db, manifest: &backup::Manifest, flags: &Flags, media: &Media) -> Result<(), Failure> {
    if !stores::applied(db).await?.is_empty() {
        return Err(Failure::Usage(
            "the database is not empty: a backup is only restored into an empty one".to_owned(),
        ));
    }
    Ok(backup::restore(db, manifest, media, &flags.file).await?)
}

/// Refuses a folder with anything in it but the master key.
fn refuse_used(config: &Config) -> Result<(), Failure> {
    // The master key may be there already: it never comes out of a backup.
    let key = config.key_file();
    let used = match std::fs::read_dir(&config.data) {
        Ok(mut entries) => entries.any(|entry| entry.is_ok_and(|entry| entry.path() != key)),
        Err(_) => false,
    };
    if used {
        return Err(Failure::Usage(format!(
            "the folder {} is not empty: a backup is only restored into an empty one",
            config.data.display()
        )));
    }
    Ok(())
}

/// Takes away what a failed attempt left in the place that was empty before. A database server has undone its part itself.
async fn clear(config: &Config, media: &Media) {
    for name in media.names().await.unwrap_or_default() {
        let _ = media.delete(&name).await;
    }
    if config.database_url.is_some() {
        return;
    }
    let file = config.database_file();
    for ending in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        let _ = std::fs::remove_file(PathBuf::from(name));
    }
}
