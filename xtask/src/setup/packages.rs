//! The npm packages that tests/tools pins: wasm-opt and axe-core, and Lighthouse for whoever asks for it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::{apt, made_from};
use crate::shell::{find_program, run};
use crate::site::write_if_changed;
use crate::workspace::Workspace;

const LOCK: &str = "package-lock.json";

/// Gives axe-core's script.
pub(super) fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    install(
        &workspace.root.join("tests/tools"),
        &workspace.tools(),
        "axe-core/axe.min.js",
    )
}

/// Gives Lighthouse's program. A folder of its own: two hundred packages that only one command needs.
pub(super) fn lighthouse(workspace: &Workspace) -> Result<PathBuf> {
    install(
        &workspace.root.join("tests/tools/lighthouse"),
        &workspace.tools().join("lighthouse"),
        "lighthouse/cli/index.js",
    )
}

/// Installs exactly what the lock file names, without running anything of it.
fn install(from: &Path, tools: &Path, file: &str) -> Result<PathBuf> {
    let lock = std::fs::read(from.join(LOCK))
        .with_context(|| format!("cannot read {}", from.join(LOCK).display()))?;
    let stamp = tools.join("node_modules/.made-from");
    let wanted = tools.join("node_modules").join(file);
    if made_from(&stamp, &lock) && wanted.is_file() {
        return Ok(wanted);
    }
    if find_program(&["npm"]).is_none() {
        apt::install(&["npm"])?;
    }
    write_if_changed(
        &tools.join("package.json"),
        &std::fs::read(from.join("package.json"))?,
    )?;
    write_if_changed(&tools.join(LOCK), &lock)?;
    run(Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(tools))?;
    if !wanted.is_file() {
        bail!("npm installed no {}", wanted.display());
    }
    write_if_changed(&stamp, &lock)?;
    Ok(wanted)
}
