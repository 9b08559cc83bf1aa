//! Running other programs: shown before they start, awaited, and never left behind on Ctrl-C.

use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// Set by Ctrl-C (or a termination signal) while something must still be put in order.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);
/// How many running programs and servers want to end in order.
static HOLDS: AtomicUsize = AtomicUsize::new(0);

/// How long a program has to end by itself after Ctrl-C, which the terminal sends to it as well.
const GRACE: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(20);

/// While one is alive, Ctrl-C ends xtask by an error on the way back to `main`, so that its holder can clean up.
pub(crate) struct Hold(());

impl Hold {
    pub(crate) fn new() -> Self {
        HOLDS.fetch_add(1, Ordering::SeqCst);
        Self(())
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        HOLDS.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Makes Ctrl-C wait for whoever holds; without a holder, xtask ends at once.
pub(crate) fn watch_for_interrupts() -> Result<()> {
    ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::SeqCst);
        if HOLDS.load(Ordering::SeqCst) == 0 {
            std::process::exit(130);
        }
    })
    .context("cannot listen for Ctrl-C")
}

pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Tells a person what happens next.
pub(crate) fn say(message: impl std::fmt::Display) {
    eprintln!("xtask: {message}");
}

/// Runs a program to its end, its output shown on stderr.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    command.stdout(Stdio::from(std::io::stderr()));
    passthrough(command)
}

/// Runs a program to its end, with our own stdout: for programs whose answer is the caller's.
pub(crate) fn passthrough(command: &mut Command) -> Result<()> {
    let status = status(command, None)?;
    if status.success() {
        return Ok(());
    }
    bail!("`{}` failed ({status})", line(command))
}

/// Runs a program that must not take longer than `limit`.
pub(crate) fn run_for(command: &mut Command, limit: Duration) -> Result<()> {
    command.stdout(Stdio::from(std::io::stderr()));
    let status = status(command, Some(limit))?;
    if status.success() {
        return Ok(());
    }
    bail!("`{}` failed ({status})", line(command))
}

/// Runs a program and gives its stdout; its stderr is part of the error when it fails.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{}`", line(command)))?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        bail!(
            "`{}` failed ({}): {}",
            line(command),
            output.status,
            reason.trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The first of these programs that is on the search path.
pub(crate) fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
}

/// The one clock of the build tool.
#[expect(
    clippy::disallowed_methods,
    reason = "a build tool measures its own steps; nothing of the product runs here"
)]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// A setting from the environment, when it is there and not empty.
#[expect(
    clippy::disallowed_methods,
    reason = "the build tool's own configuration is its environment"
)]
pub(crate) fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn status(command: &mut Command, limit: Option<Duration>) -> Result<ExitStatus> {
    say(format_args!("$ {}", line(command)));
    let _hold = Hold::new();
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start `{}`", line(command)))?;
    let started = now();
    loop {
        if let Some(status) = child.try_wait()? {
            if interrupted() {
                bail!("interrupted");
            }
            return Ok(status);
        }
        if interrupted() {
            end(&mut child)?;
            bail!("interrupted");
        }
        if limit.is_some_and(|limit| started.elapsed() > limit) {
            child.kill()?;
            child.wait()?;
            bail!(
                "`{}` was stopped after {} s",
                line(command),
                started.elapsed().as_secs()
            );
        }
        std::thread::sleep(POLL);
    }
}

/// Waits for an interrupted program, then asks it, then makes it.
fn end(child: &mut Child) -> Result<()> {
    if waited(child)? {
        return Ok(());
    }
    let _ = Command::new("kill").arg(child.id().to_string()).status();
    if waited(child)? {
        return Ok(());
    }
    child.kill()?;
    child.wait()?;
    Ok(())
}

fn waited(child: &mut Child) -> Result<bool> {
    let started = now();
    while started.elapsed() < GRACE {
        if child.try_wait()?.is_some() {
            return Ok(true);
        }
        std::thread::sleep(POLL);
    }
    Ok(false)
}

/// The command as a person would type it.
fn line(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}
