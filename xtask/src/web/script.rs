//! The scripts: wasm-bindgen's glue, the module beside it, what forms do, and the loader that finds them.

use anyhow::{Context as _, Result, anyhow, bail};

use super::wasm::Module;
use crate::site::Site;
use crate::workspace::Workspace;

/// Adds the module first: the loader is named by its bytes, and those name the others.
pub(super) fn add(workspace: &Workspace, site: &mut Site, module: Module) -> Result<()> {
    let mut glue = module.glue;
    for (name, text) in module.snippets {
        let address = site.add(&format!("snippets/{name}"), text.into_bytes())?;
        glue = glue.replace(&format!("./snippets/{name}"), &address);
    }
    if glue.contains("./snippets/") {
        bail!("web.js imports a snippet that wasm-bindgen did not hand over");
    }
    let wasm = site.add("web_bg.wasm", module.wasm)?;
    let js = site.add("web.js", glue.into_bytes())?;

    let forms = site.add(
        "forms.js",
        without_comments(&read(workspace, "forms.js")?).into_bytes(),
    )?;

    let boot = read(workspace, "boot.js")?;
    let boot = fill(&boot, "__WEB_JS__", &js)?;
    let boot = fill(&boot, "__WEB_WASM__", &wasm)?;
    let boot = fill(&boot, "__FORMS_JS__", &forms)?;
    site.add("boot.js", without_comments(&boot).into_bytes())?;
    Ok(())
}

fn read(workspace: &Workspace, name: &str) -> Result<String> {
    let path = workspace.root.join("web/script").join(name);
    std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

fn fill(text: &str, mark: &str, value: &str) -> Result<String> {
    if !text.contains(mark) {
        return Err(anyhow!("web/script/boot.js does not say {mark}"));
    }
    Ok(text.replace(mark, value))
}

/// Takes away lines that hold nothing but a `//` comment, and the indentation of the others. The glue stays as it is:
/// compressed, a minifier saves 0.7 KB of it, which is not worth what the light ones get wrong.
fn without_comments(text: &str) -> String {
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}
