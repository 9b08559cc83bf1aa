//! schemathesis against the real program: requests made out of the contract, as everybody in turn, and every answer held
//! against the contract.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, anyhow, bail};

use crate::args::Args;
use crate::postgres::Postgres;
use crate::setup;
use crate::shell::{Hold, interrupted, now, output, run, say};
use crate::workspace::Workspace;

pub(crate) const HELP: &str = "\
cargo xtask schemathesis [--seed N] [--cases N] [--examples N] [--postgres]

Serves the demonstration province, and has schemathesis call every operation as a visitor, a cooperative, a buyer, the
centre and an authority at once: all its checks, with links followed from answer to answer. Each round has a province of
its own. What is made up follows from the seed alone; without one it is what `cargo xtask test` sends too.

--seed N      begins with this seed; the next round takes the next one (default: a round that is always the same first)
--cases N     goes on, round by round, until so many cases have passed (default: one round)
--examples N  makes so many requests up for each operation (default 4)
--postgres    serves from a throw-away PostgreSQL instead of SQLite
";

/// Who calls: nobody, or one of the demonstration's people.
const ACTORS: [&str; 5] = ["", "cooperative", "buyer", "centre", "authority"];
/// Requests made up for each operation, beside those for the edges of its schema.
const EXAMPLES: u32 = 4;

pub(crate) fn command(workspace: &Workspace, mut args: Args) -> Result<()> {
    let number = |text: Option<String>, name: &str| -> Result<Option<u32>> {
        text.map(|text| text.parse().map_err(|_| anyhow!("{name} wants a number")))
            .transpose()
    };
    let seed = number(args.value("--seed")?, "--seed")?;
    let cases = number(args.value("--cases")?, "--cases")?.unwrap_or(1);
    let examples = number(args.value("--examples")?, "--examples")?.unwrap_or(EXAMPLES);
    let on_postgres = args.switch("--postgres");
    args.done()?;
    // With what the tests are built with, so that nothing is compiled twice.
    run(workspace
        .cargo()
        .args(["build", "--workspace", "--exclude", "xtask", "--bins"]))?;
    rounds(workspace, on_postgres, (seed, cases, examples))
}

/// One round, always the same. The program must have been built.
pub(crate) fn step(workspace: &Workspace) -> Result<()> {
    rounds(workspace, false, (None, 1, EXAMPLES))
}

fn rounds(
    workspace: &Workspace,
    database: bool,
    (mut seed, cases, examples): (Option<u32>, u32, u32),
) -> Result<()> {
    let round = Round {
        programs: setup::python(workspace)?,
        folder: workspace.root.join("tests/tools/schemathesis"),
        storage: workspace.target.join("hypothesis"),
        examples,
    };
    let mut done = 0;
    while done < cases {
        // A province of its own for each: nothing is slowed or used up by the round before.
        let postgres = database
            .then(|| Postgres::start(&setup::postgres()?))
            .transpose()?;
        let server = Server::start(workspace, postgres.as_ref())?;
        done += round.run(&server.url, seed)?;
        say(format_args!(
            "schemathesis: {done} cases have passed ({})",
            called(seed)
        ));
        seed = Some(seed.map_or(1, |seed| seed + 1));
    }
    Ok(())
}

/// How a round is begun again.
fn called(seed: Option<u32>) -> String {
    seed.map_or_else(
        || "the round that is always the same".to_owned(),
        |seed| format!("--seed {seed}"),
    )
}

/// What the calls of schemathesis share.
struct Round {
    /// The folder of Python and schemathesis.
    programs: PathBuf,
    folder: PathBuf,
    /// What hypothesis keeps for itself.
    storage: PathBuf,
    examples: u32,
}

impl Round {
    /// Everybody at once; how many cases passed.
    fn run(&self, url: &str, seed: Option<u32>) -> Result<u32> {
        let _hold = Hold::new();
        let mut commands = Vec::new();
        // Before anybody guesses: guessing makes a login wait.
        for login in ACTORS {
            commands.push((login, self.command(url, seed, login)?));
        }
        let mut running = Vec::new();
        for (login, mut command) in commands {
            let report =
                std::env::temp_dir().join(format!("ocop-schemathesis-{}-{login}", std::process::id()));
            let child = command
                .stdin(Stdio::null())
                .stdout(File::create(&report)?)
                .spawn()
                .context("cannot start schemathesis")?;
            running.push((login, report, child));
        }
        let (mut cases, mut links) = (0, 0);
        let mut wrong = Vec::new();
        for (login, report, mut child) in running {
            let status = child.wait()?;
            let told = std::fs::read_to_string(&report).unwrap_or_default();
            std::fs::remove_file(&report)?;
            let who = if login.is_empty() { "visitor" } else { login };
            let (generated, followed) = (generated(&told), followed(&told));
            say(format_args!(
                "schemathesis: {who}, {generated} cases, {followed} kinds of links followed, {status}"
            ));
            if !status.success() || generated == 0 {
                eprintln!("{told}");
                wrong.push(who);
            }
            cases += generated;
            links += followed;
        }
        if interrupted() {
            bail!("interrupted");
        }
        if !wrong.is_empty() {
            bail!(
                "the answers to {} are not what the contract says ({})",
                wrong.join(", "),
                called(seed)
            );
        }
        if links == 0 {
            bail!("nobody followed a link from answer to answer");
        }
        Ok(cases)
    }

    fn command(&self, url: &str, seed: Option<u32>, login: &str) -> Result<Command> {
        let mut command = Command::new(self.programs.join("schemathesis"));
        command
            .current_dir(&self.folder)
            .arg("run")
            .arg(format!("{url}/api/openapi.json"))
            .args(["--checks", "all", "--exclude-checks", "positive_data_acceptance"])
            .args(["--phases", "examples,coverage,fuzzing,stateful"])
            .args(["--max-examples", &self.examples.to_string()])
            .args(["--continue-on-failure", "--no-color"])
            .args(["--warnings", "off", "--suppress-health-check", "all"])
            .args(["--request-timeout", "30"])
            .args(match seed {
                None => vec!["--generation-deterministic".to_owned()],
                Some(seed) => vec!["--generation-database=none".to_owned(), format!("--seed={seed}")],
            })
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("HYPOTHESIS_STORAGE_DIRECTORY", &self.storage)
            .env_remove("OCOP_TOKENS");
        if !login.is_empty() {
            let mut sign_in = Command::new(self.programs.join("python"));
            sign_in
                .arg(self.folder.join("sign_in.py"))
                .args([url, &format!("{login}@demo.example")]);
            command.env("OCOP_TOKENS", output(&mut sign_in)?);
        }
        Ok(command)
    }
}

/// `1152 generated, …` in the summary.
fn generated(report: &str) -> u32 {
    report
        .lines()
        .filter_map(|line| line.trim().split_once(" generated"))
        .find_map(|(number, _)| number.replace(',', "").parse().ok())
        .unwrap_or_default()
}

/// `API Links: 12 covered / …` in the summary: links from one operation's answer to another operation.
fn followed(report: &str) -> u32 {
    report
        .lines()
        .filter_map(|line| line.trim().strip_prefix("API Links:")?.split_once(" covered"))
        .find_map(|(number, _)| number.trim().replace(',', "").parse().ok())
        .unwrap_or_default()
}

/// The program, serving the demonstration from a folder that goes with it.
struct Server {
    child: Child,
    url: String,
    folder: PathBuf,
    _hold: Hold,
}

impl Server {
    fn start(workspace: &Workspace, database: Option<&Postgres>) -> Result<Self> {
        let started = now();
        let folder = std::env::temp_dir().join(format!("ocop-schemathesis-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut command = Command::new(workspace.target.join("debug/ocop-market"));
        command
            .args([
                "serve",
                "--demo",
                "--demo-date",
                "2026-11-22",
                "--log",
                "error",
                "--data",
            ])
            .arg(&folder)
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(folder.join("log"))?);
        if let Some(postgres) = database {
            command.env("DATABASE_URL", postgres.url());
        }
        let child = command.spawn().context("cannot start the server")?;
        let mut server = Self {
            child,
            url: format!("http://127.0.0.1:{port}"),
            folder,
            _hold: Hold::new(),
        };
        server.wait()?;
        say(format_args!(
            "schemathesis: the demonstration is served at {} after {:.0} s",
            server.url,
            started.elapsed().as_secs_f32()
        ));
        Ok(server)
    }

    /// Until it says that it listens. Its later output is read by nobody and fits the pipe.
    fn wait(&mut self) -> Result<()> {
        let output = self.child.stdout.as_mut().ok_or_else(|| anyhow!("no output"))?;
        let mut line = String::new();
        BufReader::new(output.by_ref()).read_line(&mut line)?;
        if line.contains("listens on") {
            return Ok(());
        }
        bail!("the server does not start:\n{}", log(&self.folder))
    }
}

fn log(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("log")).unwrap_or_default()
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let told = log(&self.folder);
        if !told.trim().is_empty() {
            eprintln!("{told}");
        }
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            say(format_args!(
                "schemathesis: cannot remove {}: {error}",
                self.folder.display()
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_number_of_cases_is_found_in_the_report() {
        let report = "Test cases:\n  3352 generated, 6 found 6 unique failures, 51 skipped\n";
        assert_eq!(super::generated(report), 3352);
        assert_eq!(super::generated("Errors"), 0);
    }

    #[test]
    fn the_number_of_links_is_found_in_the_report() {
        let report = "     API Links:    5 covered / 2066 selected / 2066 total (2066 inferred)\n";
        assert_eq!(super::followed(report), 5);
        assert_eq!(super::followed("Stateful (in 0.01s)"), 0);
    }
}
