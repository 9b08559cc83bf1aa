//! `check`: whether what is stored holds together.

use super::{Failure, say, stores};
use crate::{backup, config::Config};
use clap::Args;

/// Check that the database is whole and its figures agree
#[derive(Args, Debug)]
#[command(after_help = "Reads only. Run it after a restore, and when in doubt.

Example:
  ocop-market check --data /srv/market")]
pub(super) struct Flags {}

pub(super) async fn run(config: Config) -> Result<(), Failure> {
    let db = stores::existing_database(&config).await?;
    let mut findings = Vec::new();
    let missing = stores::known().len() - stores::applied(&db).await?.len();
    if missing > 0 {
        findings.push(format!(
            "the schema lacks {missing} steps: run `ocop-market migrate`"
        ));
    } else {
        let vault = stores::known_keys(&config, false)?;
        findings = backup::check(&db, &stores::media(&config)?, vault.as_ref()).await?;
    }
    db.close().await?;
    if findings.is_empty() {
        say("Everything holds together.");
        return Ok(());
    }
    for finding in &findings {
        say(finding);
    }
    Err(Failure::Other(anyhow::anyhow!("{} findings", findings.len())))
}
