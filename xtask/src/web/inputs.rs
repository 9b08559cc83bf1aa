//! What the site is made from, as one fingerprint: a build that would change nothing is not worth a minute.

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use super::wasm::Optimizer;
use crate::setup::wasm::Toolchain;
use crate::shell;
use crate::site::hex;
use crate::workspace::{Workspace, files_below};

/// Folders and files that reach the browser. The dependencies are in Cargo.lock.
const INPUTS: &[&str] = &[
    "web",
    "shared",
    "xtask",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo/config.toml",
];

pub(super) fn fingerprint(
    workspace: &Workspace,
    toolchain: &Toolchain,
    optimizer: Option<&Optimizer>,
) -> Result<String> {
    let mut hash = Sha256::new();
    for input in INPUTS {
        let input = workspace.root.join(input);
        let files = if input.is_dir() {
            files_below(&input)?
        } else {
            vec![input]
        };
        for path in files.iter().filter(|path| path.is_file()) {
            let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
            let name = path.strip_prefix(&workspace.root).unwrap_or(path);
            hash.update(format!("{}\n{}\n", name.display(), bytes.len()));
            hash.update(bytes);
        }
    }
    let flags = shell::env("RUSTFLAGS").unwrap_or_default();
    hash.update(format!(
        "{toolchain:?}\n{}\n{flags}",
        optimizer.map_or("none", Optimizer::version)
    ));
    Ok(hex(&hash.finalize()))
}
