//! `target/site`: every file under a name that says what is in it, with its compressed copies and a manifest.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use sha2::{Digest as _, Sha256};

use crate::workspace::files_below;

pub(crate) const MANIFEST: &str = "manifest.json";

/// File types we serve: extension, content type, whether it shrinks.
const TYPES: &[(&str, &str, bool)] = &[
    ("css", "text/css; charset=utf-8", true),
    ("js", "text/javascript; charset=utf-8", true),
    ("wasm", "application/wasm", true),
    ("svg", "image/svg+xml", true),
    ("json", "application/json", true),
    ("webmanifest", "application/manifest+json", true),
    ("txt", "text/plain; charset=utf-8", true),
    ("ico", "image/x-icon", true),
    ("png", "image/png", false),
    ("webp", "image/webp", false),
    ("avif", "image/avif", false),
    ("jpg", "image/jpeg", false),
    ("woff2", "font/woff2", false),
];

/// Collects files, then writes the ones that changed and removes the ones that left.
#[derive(Default)]
pub(crate) struct Site {
    entries: BTreeMap<String, Entry>,
}

struct Entry {
    file: String,
    content_type: &'static str,
    copies: Vec<(String, Vec<u8>)>,
}

impl Site {
    /// Adds a file under its logical name and gives the address it will have.
    pub(crate) fn add(&mut self, name: &str, bytes: Vec<u8>) -> Result<String> {
        let (stem, extension) = name
            .rsplit_once('.')
            .ok_or_else(|| anyhow!("`{name}` has no extension, so no content type"))?;
        if !name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-/".contains(&byte))
        {
            bail!(
                "`{name}`: a file that browsers fetch is named with letters, digits, `.`, `_` and `-` only"
            );
        }
        let Some((_, content_type, shrinks)) = TYPES.iter().find(|(known, ..)| *known == extension) else {
            bail!("`{name}`: add the content type of `.{extension}` to xtask/src/site.rs");
        };
        let file = format!("{stem}.{}.{extension}", fingerprint(&bytes));
        let mut copies = Vec::new();
        if *shrinks {
            copies.push((format!("{file}.br"), brotli(&bytes)?));
            copies.push((format!("{file}.gz"), gzip(&bytes)?));
            copies.retain(|(_, copy)| copy.len() < bytes.len());
        }
        copies.push((file.clone(), bytes));
        let address = format!("/assets/{file}");
        if self
            .entries
            .insert(
                name.to_owned(),
                Entry {
                    file,
                    content_type,
                    copies,
                },
            )
            .is_some()
        {
            bail!("two files want to be `{name}`");
        }
        Ok(address)
    }

    /// The address of a file that was added.
    pub(crate) fn address(&self, name: &str) -> Option<String> {
        self.entries
            .get(name)
            .map(|entry| format!("/assets/{}", entry.file))
    }

    /// Writes the manifest last, and only when it changed: the server's build script watches it alone.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let mut kept: Vec<PathBuf> = vec![folder.join(MANIFEST)];
        for (name, bytes) in self.entries.values().flat_map(|entry| &entry.copies) {
            let path = folder.join(name);
            write_if_changed(&path, bytes)?;
            kept.push(path);
        }
        write_if_changed(&folder.join(MANIFEST), self.manifest()?.as_bytes())?;
        for path in files_below(folder)?
            .into_iter()
            .filter(|path| !kept.contains(path))
        {
            std::fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
        Ok(())
    }

    fn manifest(&self) -> Result<String> {
        let entries: serde_json::Map<String, serde_json::Value> = self
            .entries
            .iter()
            .map(|(name, entry)| {
                (
                    name.clone(),
                    serde_json::json!({ "file": entry.file, "type": entry.content_type }),
                )
            })
            .collect();
        Ok(serde_json::to_string_pretty(&entries)? + "\n")
    }
}

/// The part of a file's name that changes with its bytes.
fn fingerprint(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)).chars().take(10).collect()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

pub(crate) fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 1 << 16, 11, 22);
    writer.write_all(bytes)?;
    drop(writer);
    Ok(out)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

pub(crate) fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<()> {
    if std::fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_folder_and_fingerprint() {
        let mut site = Site::default();
        let address = site.add("illustrations/tea.svg", b"<svg/>".to_vec()).unwrap();
        assert_eq!(
            address,
            format!("/assets/illustrations/tea.{}.svg", fingerprint(b"<svg/>"))
        );
        assert_eq!(site.address("illustrations/tea.svg"), Some(address));
        assert!(site.add("illustrations/tea.svg", Vec::new()).is_err());
    }

    #[test]
    fn refuses_names_and_types_it_does_not_know() {
        let mut site = Site::default();
        assert!(site.add("chè.svg", Vec::new()).is_err());
        assert!(site.add("tea.exe", Vec::new()).is_err());
        assert!(site.add("tea", Vec::new()).is_err());
    }

    #[test]
    fn a_copy_that_is_no_smaller_is_left_out() {
        let mut site = Site::default();
        site.add("a.txt", b"a".to_vec()).unwrap();
        site.add("b.txt", vec![b'b'; 1000]).unwrap();
        let copies = |name: &str| site.entries.get(name).map(|entry| entry.copies.len());
        assert_eq!(copies("a.txt"), Some(1));
        assert_eq!(copies("b.txt"), Some(3));
    }
}
