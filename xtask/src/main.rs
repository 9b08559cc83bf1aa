//! `cargo xtask …`: the only build tool. It needs a Rust toolchain and fetches or names the rest.
//!
//! Progress goes to stderr, so that what a command answers on stdout can be used by a script.

mod args;
mod bench;
mod boundaries;
mod licences;
mod lighthouse;
mod postgres;
mod schemathesis;
mod serve;
mod setup;
mod shell;
mod site;
mod size;
mod test;
mod web;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

use args::Args;
use workspace::Workspace;

/// One thing that can be asked for.
struct Command {
    name: &'static str,
    about: &'static str,
    help: &'static str,
    run: fn(&Workspace, Args) -> Result<()>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "run",
        about: "Build everything and serve it with demo data",
        help: serve::RUN_HELP,
        run: serve::run,
    },
    Command {
        name: "test",
        about: "Run every check and every test",
        help: test::HELP,
        run: test::command,
    },
    Command {
        name: "build",
        about: "Build the release executable",
        help: serve::BUILD_HELP,
        run: serve::build,
    },
    Command {
        name: "web",
        about: "Build what browsers fetch",
        help: web::HELP,
        run: web::command,
    },
    Command {
        name: "setup",
        about: "Install what building and testing need",
        help: setup::HELP,
        run: setup::command,
    },
    Command {
        name: "postgres",
        about: "Run a command beside a throw-away PostgreSQL",
        help: postgres::HELP,
        run: postgres::command,
    },
    Command {
        name: "lighthouse",
        about: "Have the first pages judged as a slow phone sees them",
        help: lighthouse::HELP,
        run: lighthouse::command,
    },
    Command {
        name: "licences",
        about: "Hold the dependencies to deny.toml",
        help: licences::HELP,
        run: licences::command,
    },
    Command {
        name: "schemathesis",
        about: "Call every operation with made-up requests",
        help: schemathesis::HELP,
        run: schemathesis::command,
    },
    Command {
        name: "size",
        about: "Weigh the first visit against its budget",
        help: size::HELP,
        run: size::command,
    },
    Command {
        name: "bench",
        about: "Measure speed and memory against their budgets",
        help: bench::HELP,
        run: bench::command,
    },
];

fn main() -> ExitCode {
    match dispatch() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Result<()> {
    let mut given = std::env::args().skip(1);
    let name = given.next().unwrap_or_default();
    let args = Args::new(given);
    if matches!(name.as_str(), "" | "help" | "-h" | "--help") {
        print_help();
        return Ok(());
    }
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        print_help();
        bail!("there is no command `{name}`");
    };
    if args.asks_for_help() {
        eprint!("{}", command.help);
        return Ok(());
    }
    shell::watch_for_interrupts()?;
    (command.run)(&Workspace::find()?, args)
}

fn print_help() {
    eprintln!("cargo xtask COMMAND: builds, tests and runs OCOP Market\n");
    for command in COMMANDS {
        eprintln!("  {:<14}{}", command.name, command.about);
    }
    eprintln!("\ncargo xtask COMMAND --help tells more.");
}
