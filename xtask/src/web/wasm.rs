//! The web crate as a WebAssembly module: rustc, then wasm-bindgen, then wasm-opt.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::setup::{self, wasm::Toolchain};
use crate::shell::{self, say};
use crate::workspace::Workspace;

/// Older releases do not know the features that rustc's module says it uses.
const OLDEST_WASM_OPT: u32 = 116;

/// Named one by one: with `--all-features`, wasm-opt writes modules that browsers refuse.
const WASM_OPT_FLAGS: &[&str] = &[
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// What the browser needs of the web crate.
pub(super) struct Module {
    pub(super) glue: String,
    pub(super) wasm: Vec<u8>,
    /// JavaScript that dependencies bring along, by its path below `snippets/`.
    pub(super) snippets: BTreeMap<String, String>,
}

pub(super) fn build(
    workspace: &Workspace,
    toolchain: &Toolchain,
    optimizer: Option<&Optimizer>,
) -> Result<Module> {
    let compiled = toolchain.build(workspace)?;
    say("web: wasm-bindgen");
    let mut module = bind(&compiled)?;
    match optimizer {
        Some(optimizer) => module.wasm = optimizer.run(workspace, &module.wasm)?,
        None => say(
            "web: WARNING: no wasm-opt, so the module is larger than it could be. \
             npm installs it, or a `binaryen` package of release 116 or later",
        ),
    }
    Ok(module)
}

fn bind(compiled: &Path) -> Result<Module> {
    let mut output = Bindgen::new()
        .input_path(compiled)
        .web(true)?
        .out_name("web")
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .context("wasm-bindgen refuses the module")?;
    let mut snippets: BTreeMap<String, String> = output
        .local_modules()
        .iter()
        .map(|(name, text)| (name.clone(), text.clone()))
        .collect();
    for (crate_id, texts) in output.snippets() {
        let named = texts
            .iter()
            .enumerate()
            .map(|(at, text)| (format!("{crate_id}/inline{at}.js"), text.clone()));
        snippets.extend(named);
    }
    Ok(Module {
        glue: output.js().to_owned(),
        wasm: output.wasm_mut().emit_wasm(),
        snippets,
    })
}

/// Binaryen's optimizer, from `tests/tools` or the system.
pub(super) struct Optimizer {
    program: PathBuf,
    version: String,
}

impl Optimizer {
    /// The first one that is new enough; npm, where there is one, is asked for it.
    pub(super) fn find(workspace: &Workspace) -> Option<Self> {
        Self::installed(workspace).or_else(|| {
            if let Err(error) = setup::by_npm(workspace) {
                say(format_args!("web: npm brought no wasm-opt: {error:#}"));
            }
            Self::installed(workspace)
        })
    }

    fn installed(workspace: &Workspace) -> Option<Self> {
        let ours = workspace.tools().join("node_modules/.bin/wasm-opt");
        let candidates = [ours.is_file().then_some(ours), shell::find_program(&["wasm-opt"])];
        candidates.into_iter().flatten().find_map(|program| {
            let version = shell::output(Command::new(&program).arg("--version")).ok()?;
            let release: u32 = version.split_whitespace().find_map(|word| word.parse().ok())?;
            (release >= OLDEST_WASM_OPT).then_some(Self { program, version })
        })
    }

    pub(super) fn version(&self) -> &str {
        &self.version
    }

    fn run(&self, workspace: &Workspace, wasm: &[u8]) -> Result<Vec<u8>> {
        let folder = workspace.target.join("wasm-opt");
        std::fs::create_dir_all(&folder)?;
        let (before, after) = (folder.join("in.wasm"), folder.join("out.wasm"));
        std::fs::write(&before, wasm)?;
        shell::run(
            Command::new(&self.program)
                .args(WASM_OPT_FLAGS)
                .arg(&before)
                .arg("-o")
                .arg(&after),
        )?;
        let small = std::fs::read(&after)?;
        if !small.starts_with(b"\0asm") {
            bail!("wasm-opt wrote no module");
        }
        Ok(small)
    }
}
