//! `cargo xtask build` and `cargo xtask run`: the one executable, with the site inside.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::args::Args;
use crate::shell::{interrupted, passthrough, run as run_quietly, say};
use crate::web;
use crate::workspace::Workspace;

pub(crate) const BUILD_HELP: &str = "\
cargo xtask build [--debug]

Builds the site, then the server with the site inside. The last line on stdout is the path of the executable.
";

pub(crate) const RUN_HELP: &str = "\
cargo xtask run [--debug] [-- ARGUMENTS...]

Installs what is missing, builds everything and serves it on http://127.0.0.1:8080 with demo data in data/demo.
What follows `--` goes to the server as well. --debug compiles faster and runs slower.
";

const BINARY: &str = "ocop-market";
const SERVE: &[&str] = &[
    "serve",
    "--data",
    "data/demo",
    "--listen",
    "127.0.0.1:8080",
    "--demo",
];

pub(crate) fn build(workspace: &Workspace, mut args: Args) -> Result<()> {
    let debug = args.switch("--debug");
    args.done()?;
    let executable = executable(workspace, debug)?;
    writeln!(std::io::stdout(), "{}", executable.display())?;
    Ok(())
}

pub(crate) fn run(workspace: &Workspace, mut args: Args) -> Result<()> {
    let debug = args.switch("--debug");
    let rest = args.rest()?;
    let executable = executable(workspace, debug)?;
    let mut server = Command::new(executable);
    match passthrough(server.args(SERVE).args(rest).current_dir(&workspace.root)) {
        // Ctrl-C is how a person ends it.
        Err(_) if interrupted() => {
            say("run: stopped");
            Ok(())
        }
        ended => ended,
    }
}

/// Builds the site and the server; gives the executable.
pub(crate) fn executable(workspace: &Workspace, debug: bool) -> Result<PathBuf> {
    web::build(workspace, false)?;
    let (profile, folder) = if debug {
        ("dev", "debug")
    } else {
        ("release", "release")
    };
    run_quietly(
        workspace
            .cargo()
            .args(["build", "--package", "server", "--profile", profile]),
    )?;
    let path = workspace.target.join(folder).join(BINARY);
    if !path.is_file() {
        bail!("cargo built no {}", path.display());
    }
    Ok(path)
}
