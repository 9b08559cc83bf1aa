//! `cargo xtask setup`: makes what is missing, and says what to do where it cannot. Quick when all is there.

mod apt;
mod browser;
mod packages;
mod python;
pub(crate) mod wasm;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::args::Args;
use crate::postgres;
use crate::shell::{find_program, say};
use crate::workspace::Workspace;

pub(crate) const HELP: &str = "\
cargo xtask setup [--tests]

Makes ready what building needs: the WebAssembly target, by rustup or by Debian's packages.
With --tests also what testing needs: Chromium and its driver, PostgreSQL's server programs, and the pinned tools of
tests/tools (binaryen, axe-core, schemathesis) in target/tools. Debian's packages are installed when run as root; on
other systems the error names what to install.

OCOP_WASM=rustup   or debian: takes that WebAssembly toolchain and no other
";

/// Where the tests find what they drive.
pub(crate) struct TestTools {
    pub(crate) chromium: PathBuf,
    pub(crate) chromedriver: PathBuf,
    pub(crate) postgres: PathBuf,
    /// The folder with the programs from PyPI.
    pub(crate) venv: PathBuf,
    /// The script that checks a page's accessibility.
    pub(crate) axe: PathBuf,
}

pub(crate) fn command(workspace: &Workspace, mut args: Args) -> Result<()> {
    let tests = args.switch("--tests");
    args.done()?;
    let toolchain = wasm::ensure(workspace)?;
    say(format_args!("setup: WebAssembly by {toolchain}"));
    if tests {
        let tools = for_tests(workspace)?;
        for path in [
            &tools.chromium,
            &tools.chromedriver,
            &tools.postgres,
            &tools.venv,
            &tools.axe,
        ] {
            say(format_args!("setup: {}", path.display()));
        }
    }
    Ok(())
}

/// Everything that `cargo xtask test` uses beside cargo.
pub(crate) fn for_tests(workspace: &Workspace) -> Result<TestTools> {
    let (chromium, chromedriver) = browser::ensure()?;
    let postgres = postgres()?;
    let axe = packages::ensure(workspace)?;
    let venv = python::ensure(workspace)?;
    Ok(TestTools {
        chromium,
        chromedriver,
        postgres,
        venv,
        axe,
    })
}

/// What npm brings, where npm is; a machine that only builds is not made to install it.
pub(crate) fn by_npm(workspace: &Workspace) -> Result<()> {
    if find_program(&["npm"]).is_some() {
        packages::ensure(workspace)?;
    }
    Ok(())
}

/// Chromium and its driver.
pub(crate) fn browser() -> Result<(PathBuf, PathBuf)> {
    browser::ensure()
}

/// Lighthouse's program, for Node.
pub(crate) fn lighthouse(workspace: &Workspace) -> Result<PathBuf> {
    packages::lighthouse(workspace)
}

/// The folder with PostgreSQL's server programs.
pub(crate) fn postgres() -> Result<PathBuf> {
    if let Some(folder) = postgres::programs() {
        return Ok(folder);
    }
    apt::install(&["postgresql"])?;
    postgres::programs()
        .ok_or_else(|| anyhow::anyhow!("PostgreSQL was installed, but its `initdb` is nowhere to be found"))
}

/// The folder with the programs from PyPI.
pub(crate) fn python(workspace: &Workspace) -> Result<PathBuf> {
    python::ensure(workspace)
}

/// Whether a folder was made from this very lock file.
fn made_from(stamp: &Path, lock: &[u8]) -> bool {
    std::fs::read(stamp).is_ok_and(|old| old == lock)
}
