//! `user add`: people who cannot sign up by themselves.

use super::{Failure, progress, say, stores};
use crate::{accounts, app::Settings, build, clock::Clock, config::Config};
use clap::{Args, Subcommand, ValueEnum};
use shared::identity::OrganisationKind;
use std::io::{BufRead, IsTerminal};

/// Add people
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Add(Add),
}

/// Add the trade-promotion centre or an authority, with its first person
#[derive(Args, Debug)]
#[command(
    after_help = "The password (10 to 200 characters) is the first line of standard input, so that it stays out of the
shell's history and the list of processes. Producers and retailers sign up on the site.

Examples:
  ocop-market user add centre@ocop.example.vn --kind centre --organisation \"Trung tâm Xúc tiến thương mại\" --data /srv/market
  pwgen 20 1 | tee password.txt | ocop-market user add officer@ocop.example.vn --kind authority --organisation \"Sở Công Thương\""
)]
pub(super) struct Add {
    /// The e-mail address to sign in with
    login: String,
    /// What the organisation is
    #[arg(long)]
    kind: Kind,
    /// The organisation's name
    #[arg(long, value_name = "NAME")]
    organisation: String,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Centre,
    Authority,
}

pub(super) async fn run(command: Command, config: Config) -> Result<(), Failure> {
    let Command::Add(add) = command;
    stores::data_folder(&config)?;
    let password = password()?;
    let db = stores::database(&config).await?;
    db.migrate().await?;
    let settings = Settings {
        demo: false,
        public_url: None,
    };
    let market = build::build(db.clone(), Clock::system(), stores::media(&config)?, settings).await?;
    let kind = match add.kind {
        Kind::Centre => OrganisationKind::Centre,
        Kind::Authority => OrganisationKind::Authority,
    };
    accounts::add_manager(&market.app, kind, &add.organisation, &add.login, password).await?;
    db.close().await?;
    say(format!("{} can sign in.", add.login));
    Ok(())
}

fn password() -> Result<String, Failure> {
    let input = std::io::stdin();
    if input.is_terminal() {
        progress("Password (it will be shown):");
    }
    let mut line = String::new();
    input.lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
