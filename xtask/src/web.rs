//! `cargo xtask web`: from the web crate, its styles and pictures to `target/site`.

mod inputs;
mod script;
mod sources;
mod style;
mod wasm;

use anyhow::{Context as _, Result, bail};

use crate::args::Args;
use crate::setup;
use crate::shell::{now, say};
use crate::site::{MANIFEST, Site, write_if_changed};
use crate::workspace::{Workspace, files_below};

pub(crate) const HELP: &str = "\
cargo xtask web [--force]

Compiles the islands to WebAssembly, bundles web/style/*.css, takes web/assets along, and writes target/site:
every file under a name with its own fingerprint, brotli and gzip copies beside it, and manifest.json.
Does nothing when none of its inputs changed; --force does it anyway.

OCOP_SITE=FOLDER   writes (and the server's build reads) another folder
OCOP_WASM=rustup   or debian: the WebAssembly toolchain to use
";

pub(crate) fn command(workspace: &Workspace, mut args: Args) -> Result<()> {
    let force = args.switch("--force");
    args.done()?;
    build(workspace, force)
}

/// Makes the site, unless it is already what the inputs ask for.
pub(crate) fn build(workspace: &Workspace, force: bool) -> Result<()> {
    let started = now();
    let toolchain = setup::wasm::ensure(workspace)?;
    let optimizer = wasm::Optimizer::find(workspace);
    let folder = workspace.site();
    let stamp = folder.join(".inputs");
    let inputs = inputs::fingerprint(workspace, &toolchain, optimizer.as_ref())?;
    if !force
        && folder.join(MANIFEST).is_file()
        && std::fs::read_to_string(&stamp).is_ok_and(|old| old == inputs)
    {
        say("web: unchanged");
        return Ok(());
    }

    let module = wasm::build(workspace, &toolchain, optimizer.as_ref())?;
    let mut site = Site::default();
    add_assets(workspace, &mut site)?;
    style::add(workspace, &mut site)?;
    script::add(workspace, &mut site, module)?;
    site.write(&folder)?;
    write_if_changed(
        &folder.join(sources::MARK),
        sources::mark(&workspace.root)?.as_bytes(),
    )?;
    write_if_changed(&stamp, inputs.as_bytes())?;
    say(format_args!(
        "web: {} written in {:.1} s",
        folder.display(),
        started.elapsed().as_secs_f32()
    ));
    Ok(())
}

/// Pictures and fonts, under their path below `web/assets`. Notes about them (`.md`) stay there.
fn add_assets(workspace: &Workspace, site: &mut Site) -> Result<()> {
    let folder = workspace.root.join("web/assets");
    let mut files = files_below(&folder)?;
    files.retain(|path| path.extension().is_none_or(|extension| extension != "md"));
    for path in files {
        let Some(name) = path.strip_prefix(&folder).ok().and_then(std::path::Path::to_str) else {
            bail!("{}: the name is not Unicode", path.display());
        };
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        site.add(name, bytes)?;
    }
    Ok(())
}
