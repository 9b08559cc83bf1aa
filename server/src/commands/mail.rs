//! `mail`: what was sent, and what could not be.

use super::{Failure, say, stores};
use crate::{app::Settings, build, clock::Clock, config::Config, mail};
use clap::Subcommand;

/// Look after the mails that the market sends
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Status(Status),
    Retry(Retry),
}

/// Count the mails of the last 30 days by state and kind
#[derive(clap::Args, Debug)]
#[command(
    after_help = "queued: waits; sent; dead: the mail server refused it, or could not be reached for 17 hours; undelivered: no mail
server was set.

Example:
  ocop-market mail status --data /srv/market"
)]
pub(super) struct Status {}

/// Try again to send what could not be delivered
#[derive(clap::Args, Debug)]
#[command(after_help = "The running server sends them.

Example:
  ocop-market mail retry --data /srv/market")]
pub(super) struct Retry {}

pub(super) async fn run(command: Command, config: Config) -> Result<(), Failure> {
    let db = stores::existing_database(&config).await?;
    db.migrate().await?;
    match command {
        Command::Status(_) => {
            let counts = mail::counts(db.reader()).await?;
            for (state, kind, count) in &counts {
                say(format!("{state:<12} {kind:<20} {count}"));
            }
            if counts.is_empty() {
                say("There are no mails.");
            }
        }
        Command::Retry(_) => {
            let settings = Settings::unserved(stores::vault(&config, &db).await?);
            let market = build::build(db.clone(), Clock::system(), stores::media(&config)?, settings).await?;
            let count = mail::retry(&market.app).await?;
            say(format!("{count} mails are queued again."));
        }
    }
    db.close().await?;
    Ok(())
}
