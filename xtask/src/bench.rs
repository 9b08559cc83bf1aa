//! `cargo xtask bench`: the market against its budgets, on this machine.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::args::Args;
use crate::postgres::Postgres;
use crate::shell::{output, passthrough, say};
use crate::workspace::Workspace;
use crate::{setup, size, web};

pub(crate) const HELP: &str = "\
cargo xtask bench [--quick] [--only ROWS] [--keep]

Builds the site and the release executable, loads markets of 1,000, 10,000 and 100,000 products (1,000,000 order lines),
and prints each figure beside its budget: `meets` or `misses`. Speeds are ratios to a bare axum server and to bare SQL,
measured in turn in the same run. Nothing else should run meanwhile. It takes about fifteen minutes.

--quick   small markets and short measurements: whether everything runs, in two minutes
--only    some rows, with commas: list detail page uncached visit purchases purchases-postgres search growth start memory
--keep    leave the loaded databases in target/bench, and use those that are there
";

const BUILD: [&str; 8] = [
    "build",
    "--release",
    "--package",
    "server",
    "--package",
    "bench",
    "--bins",
    "--quiet",
];

pub(crate) fn command(workspace: &Workspace, mut args: Args) -> Result<()> {
    let quick = args.switch("--quick");
    let keep = args.switch("--keep");
    let only = args.value("--only")?;
    args.done()?;
    web::build(workspace, false)?;
    crate::shell::run(workspace.cargo().args(BUILD))?;
    let folder = workspace.target.join("bench");
    if !keep && folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    heading(workspace)?;
    let postgres = only
        .as_deref()
        .is_none_or(|rows| rows.contains("postgres"))
        .then(|| Postgres::start(&setup::postgres()?))
        .transpose()?;
    let release = workspace.target.join("release");
    let mut bench = Command::new(release.join("bench"));
    bench
        .arg("--program")
        .arg(release.join("ocop-market"))
        .arg("--folder")
        .arg(&folder)
        .args(["--assets", &size::assets_total(workspace, false)?.to_string()])
        .args([
            "--assets-with-islands",
            &size::assets_total(workspace, true)?.to_string(),
        ]);
    if quick {
        bench.arg("--quick");
    }
    if let Some(rows) = &only {
        bench.args(["--only", rows]);
    }
    if let Some(postgres) = &postgres {
        bench.args(["--postgres", &postgres.url()]);
    }
    let measured = passthrough(&mut bench);
    if !keep {
        say("bench: removing the loaded databases");
        std::fs::remove_dir_all(&folder)?;
    }
    measured
}

/// What the figures were measured on.
fn heading(workspace: &Workspace) -> Result<()> {
    let cores = std::thread::available_parallelism()?;
    let memory = std::fs::read_to_string(PathBuf::from("/proc/meminfo"))?;
    let kilobytes: f64 = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:")?.split_whitespace().next())
        .context("no MemTotal")?
        .parse()?;
    let git = |words: &[&str]| output(Command::new("git").current_dir(&workspace.root).args(words));
    let commit = git(&["rev-parse", "--short", "HEAD"]).unwrap_or_else(|_| "no commit".to_owned());
    let changed = git(&["status", "--porcelain"]).is_ok_and(|changes| !changes.is_empty());
    let date = output(Command::new("date").args(["-u", "+%Y-%m-%d %H:%M UTC"]))?;
    let beside = if changed { " and changes" } else { "" };
    writeln!(
        std::io::stdout(),
        "{cores} cores, {:.0} GB of memory; commit {commit}{beside}; {date}\n",
        kilobytes * 1024.0 / 1e9
    )?;
    Ok(())
}
