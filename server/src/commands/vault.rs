//! `vault`: the master keys.

use super::{Failure, say, stores};
use crate::{backup, config::Config, vault};
use clap::Subcommand;

/// Look after the master keys that personal data and secrets are sealed with
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Rotate(Rotate),
    NewKey(NewKey),
}

/// Seal everything again with the first master key, so that the others can go
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Put the new key in front of the old one (OCOP_MASTER_KEYS, or the first line of master.key), restart the server,
rotate, then take the old key away and restart again. Several servers: let all of them know the new key before one has
it in front. It may run while the market does, and may be repeated.

Example:
  ocop-market vault rotate --data /srv/market"
)]
pub(super) struct Rotate {}

/// Make a new master key
#[derive(clap::Args, Debug)]
#[command(after_help = "Example:
  ocop-market vault new-key")]
pub(super) struct NewKey {}

pub(super) async fn run(command: Command, config: Config) -> Result<(), Failure> {
    if matches!(command, Command::NewKey(_)) {
        say(vault::new_key()?);
        return Ok(());
    }
    let db = stores::existing_database(&config).await?;
    db.migrate().await?;
    let vault = stores::vault(&config, &db).await?;
    let count = backup::reseal(db.writer(), &vault).await?;
    vault::forget_others(db.writer(), &vault).await?;
    db.close().await?;
    say(format!(
        "{count} values are sealed again; only the first key is needed now."
    ));
    Ok(())
}
