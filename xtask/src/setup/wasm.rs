//! A toolchain that compiles to WebAssembly: rustup's target, or Debian's compiler with the library's source.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};

use super::apt;
use crate::shell::{self, find_program, output, run, say};
use crate::workspace::{Workspace, clean};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// A download that hangs must not hold up the way that works.
const DOWNLOAD_LIMIT: Duration = Duration::from_mins(1);
const DEBIAN_PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "lld-19"];
/// Debian's programs stand beside rustup's, so they are named by their place.
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

/// How the web crate becomes WebAssembly.
#[derive(Debug)]
pub(crate) enum Toolchain {
    /// The pinned compiler, whose library for the target is installed.
    Rustup,
    /// Debian's compiler, which builds the library as well.
    Debian { version: String, linker: PathBuf },
}

impl fmt::Display for Toolchain {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rustup => write!(out, "the pinned compiler"),
            Self::Debian { version, linker } => write!(out, "Debian's {version} and {}", linker.display()),
        }
    }
}

/// Finds a toolchain or installs one: rustup's first, then Debian's.
pub(crate) fn ensure(workspace: &Workspace) -> Result<Toolchain> {
    match shell::env("OCOP_WASM").as_deref() {
        Some("rustup") => rustup(workspace),
        Some("debian") => debian(),
        Some(other) => bail!("OCOP_WASM is `{other}`; it can be `rustup` or `debian`"),
        None => {
            if target_installed(workspace) {
                return Ok(Toolchain::Rustup);
            }
            // Where it was installed once, rustup had failed before: no need to wait for it again.
            if let Some(found) = find_debian()? {
                return Ok(found);
            }
            let failed = match rustup(workspace) {
                Ok(toolchain) => return Ok(toolchain),
                Err(error) if shell::interrupted() => return Err(error),
                Err(error) => error,
            };
            say(format_args!("setup: {failed:#}; trying Debian's packages"));
            debian().with_context(|| {
                format!("no compiler for {TARGET}: {failed:#}; and Debian's packages do not help")
            })
        }
    }
}

/// Whether the compiler in use can make WebAssembly by itself.
pub(crate) fn target_installed(workspace: &Workspace) -> bool {
    let mut rustc = Command::new(shell::env("RUSTC").unwrap_or_else(|| "rustc".to_owned()));
    rustc
        .args(["--print", "target-libdir", "--target", TARGET])
        .current_dir(&workspace.root);
    output(&mut rustc).is_ok_and(|folder| Path::new(&folder).is_dir())
}

fn rustup(workspace: &Workspace) -> Result<Toolchain> {
    if target_installed(workspace) {
        return Ok(Toolchain::Rustup);
    }
    if find_program(&["rustup"]).is_none() {
        bail!("there is no rustup; install it, or the {TARGET} library of your compiler");
    }
    let mut command = Command::new("rustup");
    command
        .args(["target", "add", TARGET])
        .current_dir(&workspace.root);
    shell::run_for(&mut command, DOWNLOAD_LIMIT)?;
    if target_installed(workspace) {
        return Ok(Toolchain::Rustup);
    }
    bail!("`rustup target add {TARGET}` succeeded, but the compiler in use (not rustup's?) does not have it")
}

fn debian() -> Result<Toolchain> {
    if let Some(found) = find_debian()? {
        return Ok(found);
    }
    apt::install(DEBIAN_PACKAGES)?;
    find_debian()?.ok_or_else(|| {
        let oldest = env!("CARGO_PKG_RUST_VERSION");
        anyhow!(
            "{} are installed, but are no compiler of release {oldest} or later",
            DEBIAN_PACKAGES.join(", ")
        )
    })
}

/// Debian's toolchain, when all its parts are there and it is new enough for us.
fn find_debian() -> Result<Option<Toolchain>> {
    let Some(linker) = find_program(&["wasm-ld-19", "wasm-ld"]) else {
        return Ok(None);
    };
    if ![DEBIAN_CARGO, DEBIAN_RUSTC]
        .iter()
        .all(|program| Path::new(program).is_file())
    {
        return Ok(None);
    }
    let version = output(Command::new(DEBIAN_RUSTC).arg("--version"))?;
    let sysroot = output(Command::new(DEBIAN_RUSTC).args(["--print", "sysroot"]))?;
    let library = Path::new(&sysroot).join("lib/rustlib/src/rust/library/Cargo.lock");
    let release = version.split_whitespace().nth(1).unwrap_or_default();
    let new_enough = minor(release) >= minor(env!("CARGO_PKG_RUST_VERSION"));
    Ok((library.is_file() && new_enough).then_some(Toolchain::Debian { version, linker }))
}

/// The middle number of `1.95.0`.
fn minor(release: &str) -> u32 {
    release
        .split('.')
        .nth(1)
        .and_then(|part| part.parse().ok())
        .unwrap_or_default()
}

impl Toolchain {
    /// Compiles the islands and gives the module that rustc wrote.
    pub(crate) fn build(&self, workspace: &Workspace) -> Result<PathBuf> {
        let folder = match self {
            Self::Rustup => workspace.target.clone(),
            // Its own folder: two compilers in one would compile everything anew in turns.
            Self::Debian { .. } => workspace.target.join("debian-wasm"),
        };
        let mut cargo = self.cargo(workspace);
        cargo
            .args([
                "rustc",
                "--package",
                "web",
                "--lib",
                "--crate-type",
                "cdylib",
                "--features",
                "hydrate",
            ])
            .args(["--profile", "wasm", "--target", TARGET, "--target-dir"])
            .arg(&folder);
        if let Self::Debian { linker, .. } = self {
            cargo
                .args(["-Z", "build-std=std,panic_abort"])
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        run(&mut cargo)?;
        let module = folder.join(TARGET).join("wasm/web.wasm");
        if !module.is_file() {
            bail!("cargo wrote no {}", module.display());
        }
        Ok(module)
    }

    fn cargo(&self, workspace: &Workspace) -> Command {
        if matches!(self, Self::Rustup) {
            return workspace.cargo();
        }
        let mut cargo = Command::new(DEBIAN_CARGO);
        cargo
            .current_dir(&workspace.root)
            .env("RUSTC", DEBIAN_RUSTC)
            .env("RUSTC_BOOTSTRAP", "1");
        for rustup in ["RUSTUP_TOOLCHAIN", "CARGO", "RUSTDOC", "LD_LIBRARY_PATH"] {
            cargo.env_remove(rustup);
        }
        clean(&mut cargo);
        cargo
    }
}
