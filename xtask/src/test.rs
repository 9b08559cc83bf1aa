//! `cargo xtask test`: every check, in the order in which a mistake is cheapest to hear about. CI runs nothing else.

use std::io::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::args::Args;
use crate::postgres::{Postgres, URL_VARIABLE};
use crate::setup::{self, TestTools, wasm};
use crate::shell::{interrupted, now, passthrough, run, say};
use crate::workspace::Workspace;
use crate::{boundaries, licences, schemathesis, size, web};

pub(crate) const HELP: &str = "\
cargo xtask test [FILTER] [--list-steps]

Installs what testing needs, then checks format, lints and boundaries, builds the site and runs every test on SQLite
and on a throw-away PostgreSQL. The first step that fails ends it.

FILTER        skips format, lints and boundaries, and runs the tests whose name contains it
--list-steps  tells the steps and does none
";

/// What the steps share.
struct Run<'a> {
    workspace: &'a Workspace,
    filter: Option<String>,
}

struct Step {
    name: &'static str,
    about: &'static str,
    /// Whether it is done when only some tests are asked for.
    filtered: bool,
    run: fn(&Run<'_>) -> Result<()>,
}

const STEPS: &[Step] = &[
    Step {
        name: "setup",
        about: "what testing needs is installed",
        filtered: true,
        run: set_up,
    },
    Step {
        name: "format",
        about: "the code is formatted",
        filtered: false,
        run: format,
    },
    Step {
        name: "boundaries",
        about: "no crate reaches one it may not know",
        filtered: false,
        run: boundaries,
    },
    Step {
        name: "licences",
        about: "the dependencies are as deny.toml asks",
        filtered: false,
        run: licences,
    },
    Step {
        name: "lints",
        about: "clippy has nothing to say",
        filtered: false,
        run: lints,
    },
    Step {
        name: "browser lints",
        about: "nor about what only browsers run",
        filtered: false,
        run: browser_lints,
    },
    Step {
        name: "site",
        about: "the islands, styles and pictures are built",
        filtered: true,
        run: site,
    },
    Step {
        name: "size",
        about: "a first visit keeps within its budget",
        filtered: false,
        run: size,
    },
    Step {
        name: "tools",
        about: "the build tool's own tests pass",
        filtered: false,
        run: tools,
    },
    Step {
        name: "build",
        about: "the tests are compiled",
        filtered: true,
        run: compile,
    },
    Step {
        name: "tests",
        about: "they pass, on both databases and in a browser",
        filtered: true,
        run: tests,
    },
    Step {
        name: "made-up calls",
        about: "requests made out of the contract are answered as it says",
        filtered: false,
        run: made_up_calls,
    },
];

pub(crate) fn command(workspace: &Workspace, mut args: Args) -> Result<()> {
    let list = args.switch("--list-steps");
    let filter = args.word();
    args.done()?;
    if list {
        for step in STEPS {
            writeln!(std::io::stdout(), "{:<14} {}", step.name, step.about)?;
        }
        return Ok(());
    }
    let run = Run { workspace, filter };
    let mut done = Vec::new();
    let result = steps(&run, &mut done);
    print_durations(&done);
    result
}

fn steps(run: &Run<'_>, done: &mut Vec<(&'static str, Duration)>) -> Result<()> {
    for step in STEPS {
        if run.filter.is_some() && !step.filtered {
            say(format_args!(
                "{}: left out, because a filter was given",
                step.name
            ));
            continue;
        }
        if interrupted() {
            bail!("interrupted");
        }
        say(format_args!("== {}: {}", step.name, step.about));
        let started: Instant = now();
        let result = (step.run)(run);
        done.push((step.name, started.elapsed()));
        result.with_context(|| format!("the step `{}` failed", step.name))?;
    }
    Ok(())
}

fn print_durations(done: &[(&str, Duration)]) {
    eprintln!();
    for (name, duration) in done {
        eprintln!("{:>8.1} s  {name}", duration.as_secs_f32());
    }
    let total: Duration = done.iter().map(|(_, duration)| *duration).sum();
    eprintln!("{:>8.1} s  together", total.as_secs_f32());
}

fn set_up(run: &Run<'_>) -> Result<()> {
    wasm::ensure(run.workspace)?;
    setup::for_tests(run.workspace).map(|_| ())
}

fn format(run_: &Run<'_>) -> Result<()> {
    run(run_.workspace.cargo().args(["fmt", "--all", "--check"])).context("`cargo fmt --all` puts it right")
}

fn boundaries(run: &Run<'_>) -> Result<()> {
    boundaries::check(run.workspace)
}

fn licences(run: &Run<'_>) -> Result<()> {
    licences::check(run.workspace)
}

fn lints(run_: &Run<'_>) -> Result<()> {
    run(run_
        .workspace
        .cargo()
        .args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

/// What is compiled for browsers only, the rest of the workspace never sees. That `shared` compiles there is part of it.
fn browser_lints(run_: &Run<'_>) -> Result<()> {
    if !wasm::target_installed(run_.workspace) {
        say(
            "browser lints: NOT DONE, clippy needs rustup's target; the site step compiles the same code without it",
        );
        return Ok(());
    }
    let mut clippy = run_.workspace.cargo();
    clippy.args([
        "clippy",
        "--package",
        "shared",
        "--package",
        "web",
        "--features",
        "web/hydrate",
    ]);
    run(clippy.args(["--target", wasm::TARGET, "--", "-D", "warnings"]))
}

fn site(run: &Run<'_>) -> Result<()> {
    web::build(run.workspace, false)
}

fn size(run: &Run<'_>) -> Result<()> {
    size::step(run.workspace)
}

fn tools(run: &Run<'_>) -> Result<()> {
    passthrough(run.workspace.cargo().args(["test", "--package", "xtask"]))
}

fn compile(run_: &Run<'_>) -> Result<()> {
    // The program too, which some tests run as an operator does; all at once, so that nothing is compiled twice.
    run(run_
        .workspace
        .cargo()
        .args(["build", "--workspace", "--exclude", "xtask", "--all-targets"]))
}

fn tests(run: &Run<'_>) -> Result<()> {
    let tools = setup::for_tests(run.workspace)?;
    let server = Postgres::start(&tools.postgres)?;
    let mut command = test(run.workspace);
    tell(&mut command, &tools);
    command.env(URL_VARIABLE, server.url());
    if let Some(filter) = &run.filter {
        command.arg("--").arg(filter);
    }
    passthrough(&mut command)
}

fn made_up_calls(run: &Run<'_>) -> Result<()> {
    schemathesis::step(run.workspace)
}

/// xtask is tested by itself: with the workspace's features its dependencies would be compiled twice.
fn test(workspace: &Workspace) -> Command {
    let mut command = workspace.cargo();
    command.args(["test", "--workspace", "--exclude", "xtask"]);
    command
}

/// The other half of the contract is the tests' harness.
fn tell(command: &mut Command, tools: &TestTools) {
    command
        .env("OCOP_TEST_CHROMIUM", &tools.chromium)
        .env("OCOP_TEST_CHROMEDRIVER", &tools.chromedriver)
        .env("OCOP_TEST_VENV", &tools.venv)
        .env("OCOP_TEST_AXE", &tools.axe);
}
