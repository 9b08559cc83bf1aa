//! `user`: people who cannot sign up by themselves, or have lost what they sign in with.

use super::{Failure, progress, say, stores};
use crate::{
    accounts,
    app::Settings,
    build,
    clock::Clock,
    config::{Config, Layers},
    identity,
};
use clap::{Args, Subcommand, ValueEnum};
use shared::identity::OrganisationKind;
use std::io::{BufRead, IsTerminal};

/// Add people
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Add(Add),
    DisableSecondFactor(DisableSecondFactor),
    ResetPassword(ResetPassword),
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

/// Switch somebody's second factor off, who has lost phone and recovery codes
#[derive(Args, Debug)]
#[command(
    after_help = "Make sure by other means that it is this person. Every device is signed out, and the person is told by mail. Who
must have a second factor sets up a new one at the next sign-in.

Example:
  ocop-market user disable-second-factor officer@ocop.example.vn --data /srv/market"
)]
pub(super) struct DisableSecondFactor {
    /// The login of the person
    login: String,
}

/// Print a link by which somebody who has lost the password chooses a new one
#[derive(Args, Debug)]
#[command(
    after_help = "Make sure by other means that it is this person, and hand the link on by a way that only they read. It works
once, for 24 hours. The old password stays good until then; with the new one, every device is signed out. A second factor
stays switched on.

The link begins with the address that people use. It is read where `serve` reads it, from the flags, the environment
(OCOP_PUBLIC_URL) or the file that --config names: give the same as the server was started with.

Examples:
  ocop-market user reset-password 0912000999 --config /etc/ocop-market/config.toml
  ocop-market user reset-password centre@ocop.example.vn --data /srv/market --public-url https://ocop.example.vn"
)]
pub(super) struct ResetPassword {
    /// The e-mail address or phone number that the person signs in with
    login: String,
    /// The address that people use [env: `OCOP_PUBLIC_URL`]
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Where the server listens, if people reach it there themselves [env: `OCOP_LISTEN`] [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
}

impl Command {
    pub(super) fn settings(&self, layers: &mut Layers) {
        if let Self::ResetPassword(flags) = self {
            layers.flag("public_url", flags.public_url.as_deref());
            layers.flag("listen", flags.listen.as_deref());
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    Centre,
    Authority,
}

pub(super) async fn run(command: Command, config: Config) -> Result<(), Failure> {
    let add = match command {
        Command::Add(add) => add,
        Command::DisableSecondFactor(flags) => return disable(&flags.login, config).await,
        Command::ResetPassword(flags) => return reset(&flags.login, config).await,
    };
    stores::data_folder(&config)?;
    let password = password()?;
    let db = stores::database(&config).await?;
    db.migrate().await?;
    let settings = Settings::unserved(stores::vault(&config, &db).await?);
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

async fn disable(login: &str, config: Config) -> Result<(), Failure> {
    let db = stores::existing_database(&config).await?;
    db.migrate().await?;
    let settings = Settings::unserved(stores::vault(&config, &db).await?);
    let market = build::build(db.clone(), Clock::system(), stores::media(&config)?, settings).await?;
    identity::disable_second_factor_of(&market.app, login).await?;
    db.close().await?;
    say(format!("{login} signs in with the password alone now."));
    Ok(())
}

async fn reset(login: &str, config: Config) -> Result<(), Failure> {
    let db = stores::existing_database(&config).await?;
    db.migrate().await?;
    let settings = Settings::unserved(stores::vault(&config, &db).await?);
    let market = build::build(db.clone(), Clock::system(), stores::media(&config)?, settings).await?;
    let token = identity::recovery_token_of(&market.app, login).await?;
    db.close().await?;
    let site = config.public_url.unwrap_or_else(|| {
        progress("No --public-url is set: the link leads to the address that the server listens on.");
        format!("http://{}", config.listen)
    });
    progress("This link works once, for 24 hours. Whoever has it may choose the password:");
    say(format!("{site}/reset-password?token={token}"));
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
