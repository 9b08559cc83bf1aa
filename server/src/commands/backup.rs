//! `backup`: the market in one file, while it runs.

use super::{Failure, say, stores};
use crate::{backup, clock::Clock, config::Config};
use clap::Args;
use std::path::PathBuf;

/// Write everything into one file, while the market runs
#[derive(Args, Debug)]
#[command(
    after_help = "The file holds one moment of the database and every picture, with their hashes. It holds personal data:
keep it as safe as the database. `restore` reads it into SQLite and PostgreSQL alike.

Examples:
  ocop-market backup /backups/market-$(date +%F).tar.gz --data /srv/market
  DATABASE_URL=postgres://market@db/market ocop-market backup market.tar.gz --data /srv/market"
)]
pub(super) struct Flags {
    /// The file to write; must not exist
    file: PathBuf,
}

pub(super) async fn run(flags: Flags, config: Config) -> Result<(), Failure> {
    let db = stores::existing_database(&config).await?;
    let applied = stores::applied(&db).await?;
    let now = Clock::system().now();
    let manifest = backup::write(&db, applied, &stores::media(&config)?, &flags.file, now).await?;
    db.close().await?;
    say(format!("{}: {}", flags.file.display(), manifest.told()));
    Ok(())
}
