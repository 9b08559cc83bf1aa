//! The command line: one file a command.

mod backup;
mod check;
mod failure;
mod import;
mod mail;
mod migrate;
mod openapi;
mod restore;
mod serve;
mod stores;
mod user;
mod vault;

pub use failure::Failure;

use crate::config::{Config, Layers};
use clap::{Args, Parser, Subcommand};
use std::{io::Write, path::PathBuf, process::ExitCode};

const SETTINGS_HELP: &str = "\
Settings come from flags, else from the environment, else from the file that --config names.

Exit codes: 0 done; 1 it failed; 2 wrong call or settings; 3 the port is taken; 4 the data folder cannot be used;
5 the database is newer than this program; 6 the database cannot be reached; 7 the master keys are missing or wrong.";

/// OCOP Market: the trading floor of a province's OCOP products.
#[derive(Debug, Parser)]
#[command(name = "ocop-market", version, after_help = SETTINGS_HELP, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// Flags of every command.
#[derive(Args, Debug)]
struct Common {
    /// Read settings from a TOML file [env: `OCOP_CONFIG`]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Keep the database file and the pictures in this folder [env: `OCOP_DATA`] [default: data]
    #[arg(long, global = true, value_name = "FOLDER")]
    data: Option<String>,
    /// Use a PostgreSQL database, `postgres://…` [env: `DATABASE_URL`] [default: a file in the data folder]
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// Keep pictures and papers in a bucket, `s3://bucket/folder`, instead of the data folder [env: `OCOP_MEDIA_URL`]
    #[arg(long, global = true, value_name = "URL")]
    media_url: Option<String>,
    /// What to log, as `info` or `warn,server=debug` [env: `OCOP_LOG`] [default: info]
    #[arg(long, global = true, value_name = "FILTER")]
    log: Option<String>,
    /// How log lines look: `text` or `json` [env: `OCOP_LOG_FORMAT`] [default: text]
    #[arg(long, global = true, value_name = "FORMAT")]
    log_format: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Flags),
    Migrate(migrate::Flags),
    #[command(subcommand)]
    Import(import::Command),
    #[command(subcommand)]
    User(user::Command),
    Openapi(openapi::Flags),
    Backup(backup::Flags),
    Restore(restore::Flags),
    Check(check::Flags),
    #[command(subcommand)]
    Vault(vault::Command),
    #[command(subcommand)]
    Mail(mail::Command),
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = settings(&cli).and_then(|config| {
        crate::telemetry::start(&config);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::Other(error.into()))?;
        let outcome = runtime.block_on(run(cli.command, config));
        // Threads that still hash or scale belong to requests that were given up.
        runtime.shutdown_background();
        outcome
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "ocop-market: {failure}");
            failure.exit_code()
        }
    }
}

async fn run(command: Command, config: Config) -> Result<(), Failure> {
    match command {
        Command::Serve(_) => serve::run(config).await,
        Command::Migrate(_) => migrate::run(config).await,
        Command::Import(command) => import::run(command, config).await,
        Command::User(command) => user::run(command, config).await,
        Command::Openapi(_) => openapi::run(),
        Command::Backup(flags) => backup::run(flags, config).await,
        Command::Restore(flags) => restore::run(flags, config).await,
        Command::Check(_) => check::run(config).await,
        Command::Vault(command) => vault::run(command, config).await,
        Command::Mail(command) => mail::run(command, config).await,
    }
}

fn settings(cli: &Cli) -> Result<Config, Failure> {
    let mut layers = Layers::default();
    let common = &cli.common;
    layers.flag("data", common.data.as_deref());
    layers.flag("database_url", common.database_url.as_deref());
    layers.flag("media_url", common.media_url.as_deref());
    layers.flag("log", common.log.as_deref());
    layers.flag("log_format", common.log_format.as_deref());
    match &cli.command {
        Command::Serve(flags) => flags.settings(&mut layers),
        Command::User(command) => command.settings(&mut layers),
        _ => {}
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the environment"
    )]
    let variable = |key: &str| std::env::var(key).ok();
    layers.environment(variable);
    let file = common
        .config
        .clone()
        .or_else(|| variable("OCOP_CONFIG").map(PathBuf::from));
    if let Some(file) = file {
        layers.file(&file);
    }
    layers
        .finish()
        .map_err(|problems| Failure::Usage(problems.to_string()))
}

/// Says something to whoever ran the command. Nobody may be listening.
fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Says how far the work is, beside the result.
fn progress(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
