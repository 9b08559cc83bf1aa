//! The npm packages that tests/tools pins: wasm-opt and axe-core.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::{apt, made_from};
use crate::shell::{find_program, run};
use crate::site::write_if_changed;
use crate::workspace::Workspace;

const LOCK: &str = "package-lock.json";

/// Installs exactly what the lock file names, without running anything of it. Gives axe-core's script.
pub(super) fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    let from = workspace.root.join("tests/tools");
    let tools = workspace.tools();
    let lock = std::fs::read(from.join(LOCK)).context("cannot read tests/tools/package-lock.json")?;
    let stamp = tools.join("node_modules/.made-from");
    let axe = tools.join("node_modules/axe-core/axe.min.js");
    if made_from(&stamp, &lock) && axe.is_file() {
        return Ok(axe);
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
        .current_dir(&tools))?;
    if !axe.is_file() {
        bail!("npm installed no {}", axe.display());
    }
    write_if_changed(&stamp, &lock)?;
    Ok(axe)
}
