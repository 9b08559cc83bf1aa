//! `cargo xtask size`: what a first visit fetches, against what a slow phone can bear.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};

use crate::args::Args;
use crate::site::{MANIFEST, brotli};
use crate::workspace::Workspace;

pub(crate) const HELP: &str = "\
cargo xtask size [--html FILE]

Adds up what a first visit to a page fetches, photographs left out, as compressed as a browser gets it, and fails above
the budget, and above the style sheet's own. --html takes the page from a file: one without islands fetches no
WebAssembly. Without it, a page with
islands is assumed, and a share of the budget is set aside for its HTML.
";

/// The whole first visit: HTML, styles, scripts, WebAssembly and fonts.
const BUDGET: usize = 150_000;
/// The style sheet, which stands in the way of the first picture.
const STYLE_BUDGET: usize = 10_000;
const STYLE: &str = "style.css";
/// What the page may take of it when it is not given.
const HTML_SHARE: usize = 15_000;
const EVERY_PAGE: &[&str] = &[STYLE, "boot.js"];
/// What `boot.js` fetches where it finds an island.
const ISLANDS: &[&str] = &["web.js", "web_bg.wasm"];
const ISLAND: &str = "<leptos-island";
const FONT: &str = "font/woff2";

pub(crate) fn command(workspace: &Workspace, mut args: Args) -> Result<()> {
    let html = args.value("--html")?;
    args.done()?;
    weigh(workspace, html)
}

/// What every build has to keep to: a page with islands and the share set aside for its HTML.
pub(crate) fn step(workspace: &Workspace) -> Result<()> {
    weigh(workspace, None)
}

fn weigh(workspace: &Workspace, html: Option<String>) -> Result<()> {
    let (html, islands) = match html {
        None => (("(set aside for the HTML)".to_owned(), HTML_SHARE), true),
        Some(file) => {
            let page = std::fs::read_to_string(&file).with_context(|| format!("cannot read {file}"))?;
            ((file, brotli(page.as_bytes())?.len()), page.contains(ISLAND))
        }
    };
    let mut rows = assets(&workspace.site(), islands)?;
    rows.push(html);
    let total: usize = rows.iter().map(|(_, bytes)| bytes).sum();
    let mut out = std::io::stdout();
    for (name, bytes) in &rows {
        writeln!(out, "{bytes:>8}  {name}")?;
    }
    writeln!(out, "{total:>8}  of {BUDGET}")?;
    if total > BUDGET {
        bail!("the first visit is {} bytes over its budget", total - BUDGET);
    }
    if let Some((_, bytes)) = rows
        .iter()
        .find(|(name, bytes)| name == STYLE && *bytes > STYLE_BUDGET)
    {
        bail!(
            "the style sheet is {} bytes over its own budget",
            bytes - STYLE_BUDGET
        );
    }
    Ok(())
}

/// Bytes of a first visit beside the page itself.
pub(crate) fn assets_total(workspace: &Workspace, islands: bool) -> Result<usize> {
    let rows = assets(&workspace.site(), islands)?;
    Ok(rows.iter().map(|(_, bytes)| bytes).sum())
}

fn assets(site: &Path, islands: bool) -> Result<Vec<(String, usize)>> {
    let manifest = std::fs::read_to_string(site.join(MANIFEST)).context("run `cargo xtask web` first")?;
    let manifest: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&manifest)?;
    let text =
        |entry: &serde_json::Value, key| entry.get(key).and_then(|value| value.as_str().map(str::to_owned));
    let fetched = manifest.iter().filter(|(name, entry)| {
        EVERY_PAGE.contains(&name.as_str())
            || islands && ISLANDS.contains(&name.as_str())
            || text(entry, "type").as_deref() == Some(FONT)
    });
    fetched
        .map(|(name, entry)| {
            let file = site
                .join(text(entry, "file").ok_or_else(|| anyhow!("the manifest names no file for {name}"))?);
            Ok((name.clone(), size(&file)?))
        })
        .collect()
}

/// The smallest of a file's copies, which is what a browser asks for.
fn size(file: &Path) -> Result<usize> {
    let copy = PathBuf::from(format!("{}.br", file.display()));
    let file = if copy.is_file() { &copy } else { file };
    Ok(std::fs::read(file)
        .with_context(|| format!("cannot read {}", file.display()))?
        .len())
}
