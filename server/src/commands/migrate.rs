//! `migrate`: brings the schema up to date.

use super::{Failure, say, stores};
use crate::config::Config;
use clap::Args;

/// Bring the database's schema up to date (`serve` does it too)
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  ocop-market migrate --data /srv/market
  DATABASE_URL=postgres://market@db/market ocop-market migrate")]
pub(super) struct Flags {}

pub(super) async fn run(config: Config) -> Result<(), Failure> {
    stores::data_folder(&config)?;
    let db = stores::database(&config).await?;
    let before = stores::applied(&db).await?.len();
    db.migrate().await?;
    let steps = stores::applied(&db).await?.len();
    db.close().await?;
    say(format!(
        "The schema is up to date: {} steps, {} of them new.",
        steps,
        steps - before
    ));
    Ok(())
}
