//! `web/style/*.css`, one after the other in the order of their names, as one small `style.css`.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, anyhow};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};

use crate::shell::say;
use crate::site::Site;
use crate::workspace::{Workspace, files_below};

/// How a style sheet names a file of ours.
const PREFIX: &str = "/assets/";

pub(super) fn add(workspace: &Workspace, site: &mut Site) -> Result<()> {
    let mut files = files_below(&workspace.root.join("web/style"))?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "css"));
    if files.is_empty() {
        say("web: no style sheet, because web/style has none");
        return Ok(());
    }
    let mut bundle = String::new();
    for path in files {
        let name = path
            .strip_prefix(&workspace.root)
            .unwrap_or(&path)
            .display()
            .to_string();
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?;
        // Each by itself, so that a mistake is named with its own file and line, and none can leak into the next.
        parse(&text, &name)?;
        writeln!(bundle, "{text}")?;
    }
    let small = minify(&bundle)?;
    let linked = link(&small, |name| site.address(name))?;
    site.add("style.css", linked.into_bytes())?;
    Ok(())
}

fn parse<'a>(text: &'a str, name: &str) -> Result<StyleSheet<'a>> {
    let options = ParserOptions {
        filename: name.to_owned(),
        ..ParserOptions::default()
    };
    StyleSheet::parse(text, options)
        .map_err(|error| anyhow!("{error}").context(format!("{name} is no valid CSS")))
}

fn minify(text: &str) -> Result<String> {
    let mut sheet = parse(text, "style.css")?;
    sheet
        .minify(MinifyOptions::default())
        .map_err(|error| anyhow!("cannot minify the styles: {error}"))?;
    let options = PrinterOptions {
        minify: true,
        ..PrinterOptions::default()
    };
    Ok(sheet
        .to_css(options)
        .map_err(|error| anyhow!("cannot print the styles: {error}"))?
        .code)
}

/// Turns `/assets/NAME` into the address with the fingerprint, and refuses names that nobody has.
fn link(text: &str, address: impl Fn(&str) -> Option<String>) -> Result<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(PREFIX) {
        let end = after.find([')', '"', '\'', '?', '#', ' ']).unwrap_or(after.len());
        let (name, tail) = after.split_at(end);
        let target = address(name).ok_or_else(|| {
            anyhow!("a style sheet names {PREFIX}{name}, but web/assets/{name} does not exist")
        })?;
        out.push_str(before);
        out.push_str(&target);
        rest = tail;
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_modern_css_means() {
        let text = "@layer a, b;\n@layer b { .x { & > .y { margin: calc(1rem + 2px) } } }\n\
                    @container card (inline-size > 30em) { p { color: #ffffff } }";
        let small = minify(text).unwrap();
        assert!(small.contains("&>.y{margin:calc(1rem + 2px)}"), "{small}");
        assert!(small.contains("@container card (inline-size>30em)"), "{small}");
    }

    #[test]
    fn refuses_broken_css() {
        assert!(parse("p { color: red; } }", "a.css").is_err());
    }

    #[test]
    fn links_to_fingerprinted_names() {
        let address = |name: &str| (name == "fonts/a.woff2").then(|| "/assets/fonts/a.123.woff2".to_owned());
        let linked = link("src:url(/assets/fonts/a.woff2)format(\"woff2\")", address).unwrap();
        assert_eq!(linked, "src:url(/assets/fonts/a.123.woff2)format(\"woff2\")");
        assert!(link("url(\"/assets/b.svg\")", address).is_err());
    }
}
