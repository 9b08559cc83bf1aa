//! Where things are, and how cargo is called from inside cargo.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, anyhow};

use crate::shell;

/// Variables that cargo set for xtask itself. Build scripts that watch them would run again for every call.
const OWN_VARIABLES: &[&str] = &[
    "CARGO_PKG_",
    "CARGO_MANIFEST_",
    "CARGO_CRATE_",
    "CARGO_BIN_",
    "CARGO_PRIMARY_",
    "OUT_DIR",
];

/// The repository and its target folder.
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// Asks cargo, so that a configured target folder is honoured.
    pub(crate) fn find() -> Result<Self> {
        let own = shell::env("CARGO_MANIFEST_DIR")
            .map_or_else(std::env::current_dir, |folder| Ok(PathBuf::from(folder)))?;
        let mut command = cargo(&own);
        command.args(["metadata", "--no-deps", "--format-version", "1"]);
        let metadata: serde_json::Value = serde_json::from_str(&shell::output(&mut command)?)?;
        let folder = |key: &str| {
            metadata
                .get(key)
                .and_then(serde_json::Value::as_str)
                .map(PathBuf::from)
                .ok_or_else(|| anyhow!("cargo metadata names no {key}"))
        };
        Ok(Self {
            root: folder("workspace_root")?,
            target: folder("target_directory")?,
        })
    }

    pub(crate) fn cargo(&self) -> Command {
        cargo(&self.root)
    }

    /// Programs that the registries gave us: never committed, never on the search path.
    pub(crate) fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// What the browsers get. `server/build.rs` looks in the same place.
    pub(crate) fn site(&self) -> PathBuf {
        shell::env("OCOP_SITE").map_or_else(|| self.root.join("target/site"), PathBuf::from)
    }
}

fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(shell::env("CARGO").unwrap_or_else(|| "cargo".to_owned()));
    command.current_dir(folder);
    clean(&mut command);
    command
}

/// Takes the variables away that are about xtask and no other package.
pub(crate) fn clean(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        if OWN_VARIABLES
            .iter()
            .any(|own| name.to_string_lossy().starts_with(own))
        {
            command.env_remove(name);
        }
    }
}

/// Every file below a folder, in a stable order; a missing folder has none.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in
            std::fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?
        {
            let path = entry?.path();
            let hidden = path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if path.is_dir() {
                folders.push(path);
            } else if !hidden {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
