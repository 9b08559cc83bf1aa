//! The PyPI packages that tests/tools/requirements.txt pins by hash, in an environment of their own.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::made_from;
use crate::shell::{find_program, output, run};
use crate::site::write_if_changed;
use crate::workspace::Workspace;

/// What the pinned packages ask for.
const OLDEST: (u32, u32) = (3, 11);

/// Gives the folder with their programs.
pub(super) fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    let requirements = workspace.root.join("tests/tools/requirements.txt");
    let lock = std::fs::read(&requirements).context("cannot read tests/tools/requirements.txt")?;
    let venv = workspace.tools().join("venv");
    let programs = venv.join("bin");
    let stamp = venv.join(".made-from");
    if made_from(&stamp, &lock) && programs.is_dir() {
        return Ok(programs);
    }
    check_version()?;
    if venv.exists() {
        std::fs::remove_dir_all(&venv).with_context(|| format!("cannot remove {}", venv.display()))?;
    }
    run(Command::new("python3").args(["-m", "venv"]).arg(&venv))
        .context("cannot make a Python environment (Debian keeps what it needs in `python3-venv`)")?;
    run(Command::new(programs.join("pip"))
        .args([
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "--no-deps",
            "--requirement",
        ])
        .arg(&requirements))?;
    write_if_changed(&stamp, &lock)?;
    Ok(programs)
}

fn check_version() -> Result<()> {
    let wanted = format!("Python {}.{} or later with its `venv` module", OLDEST.0, OLDEST.1);
    if find_program(&["python3"]).is_none() {
        bail!("install {wanted}");
    }
    let test = format!(
        "import sys; print(sys.version_info >= ({}, {}))",
        OLDEST.0, OLDEST.1
    );
    if output(Command::new("python3").args(["-c", &test]))? != "True" {
        bail!("`python3` is too old: the tests need {wanted}");
    }
    Ok(())
}
