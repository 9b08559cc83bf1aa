//! `check`: whether what is stored holds together.

use super::{Failure, say, stores};
use crate::{check, clock::Clock, config::Config, db::Invariant};
use clap::Args;

/// Check that the database is whole and its figures agree
#[derive(Args, Debug)]
#[command(
    after_help = "Reads only, one moment of the database; the market may run. Run it after a restore, and when in doubt.
Each line is something that must be so, with how much was looked at, and `ok` or how much is broken; what is broken
is named below it.

Exit codes: 0 everything holds; 1 something is broken, or the check failed.

Example:
  ocop-market check --data /srv/market"
)]
pub(super) struct Flags {}

pub(super) async fn run(config: Config) -> Result<(), Failure> {
    let db = stores::existing_database(&config).await?;
    let missing = stores::known().len() - stores::applied(&db).await?.len();
    if missing > 0 {
        db.close().await?;
        return Err(Failure::Other(anyhow::anyhow!(
            "the schema lacks {missing} steps: run `ocop-market migrate`"
        )));
    }
    let vault = stores::known_keys(&config, false)?;
    let clock = config.demo_date.map_or_else(Clock::system, Clock::system_on);
    let found = check::check(&db, &stores::media(&config)?, vault.as_ref(), clock.now()).await?;
    db.close().await?;
    for invariant in &found {
        tell(invariant);
    }
    let broken: u64 = found.iter().map(|invariant| invariant.broken).sum();
    if broken > 0 {
        return Err(Failure::Other(anyhow::anyhow!("{broken} findings")));
    }
    say("Everything holds together.");
    Ok(())
}

fn tell(invariant: &Invariant) {
    let verdict = match invariant.broken {
        0 => "ok".to_owned(),
        broken => format!("BROKEN {broken}"),
    };
    say(format!(
        "{:>9}  {verdict:<12} {}",
        invariant.looked, invariant.about
    ));
    for finding in &invariant.findings {
        say(format!("           {finding}"));
    }
    let named = u64::try_from(invariant.findings.len()).unwrap_or(u64::MAX);
    if invariant.broken > named && named > 1 {
        say(format!("           and {} more", invariant.broken - named));
    }
}
