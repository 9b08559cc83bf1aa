//! The file: a tar, packed with gzip. Names are few and plain, so that nothing can be unpacked where it should not.

use super::MANIFEST;
use anyhow::{Context, Result, bail};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufReader, BufWriter, Read, Write},
    path::Path,
};

/// An entry larger than this was not written by us.
const MAX_ENTRY: u64 = 512 * 1024 * 1024;

/// An archive being written.
pub(super) struct Writer {
    tar: tar::Builder<GzEncoder<BufWriter<File>>>,
    pub(super) hashes: BTreeMap<String, String>,
}

impl Writer {
    pub(super) fn new(file: File) -> Self {
        let packed = GzEncoder::new(BufWriter::new(file), Compression::default());
        Self {
            tar: tar::Builder::new(packed),
            hashes: BTreeMap::new(),
        }
    }

    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(bytes.len())?);
        header.set_mode(0o600);
        header.set_cksum();
        self.tar.append_data(&mut header, name, bytes)?;
        self.hashes.insert(name.to_owned(), sha256(bytes));
        Ok(())
    }

    /// Ends the archive; it is on the disk when this returns.
    pub(super) fn finish(self) -> Result<()> {
        let mut buffer = self.tar.into_inner()?.finish()?;
        buffer.flush()?;
        let file = buffer.into_inner().context("the archive cannot be written")?;
        file.sync_all()?;
        Ok(())
    }
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    crate::hex::hex(Sha256::digest(bytes))
}

/// One entry that was read.
pub(super) struct Entry {
    pub(super) name: Name,
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
}

/// What an entry is, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Table(String),
    Media(String),
    Manifest,
}

impl Name {
    fn of(path: &str) -> Option<Self> {
        let plain = |name: &str| {
            !name.is_empty()
                && !name.starts_with('.')
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        };
        let mut pieces = path.split('/');
        match (pieces.next()?, pieces.next(), pieces.next(), pieces.next()) {
            (MANIFEST, None, None, None) => Some(Self::Manifest),
            ("media", Some(name), None, None) if plain(name) => Some(Self::Media(name.to_owned())),
            ("tables", Some(table), Some(number), None) if plain(table) && plain(number) => {
                Some(Self::Table(table.to_owned()))
            }
            _ => None,
        }
    }
}

/// Reads the archive entry by entry, each whole.
pub(super) fn entries(file: &Path, mut each: impl FnMut(Entry) -> Result<()>) -> Result<()> {
    let opened = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let mut tar = tar::Archive::new(GzDecoder::new(BufReader::new(opened)));
    let broken = || format!("{} is no whole backup", file.display());
    for entry in tar.entries().with_context(broken)? {
        let mut entry = entry.with_context(broken)?;
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let Some(name) = Name::of(&path).filter(|_| entry.header().entry_type().is_file()) else {
            bail!("{}: it has the unknown entry {path:?}", broken());
        };
        if entry.size() > MAX_ENTRY {
            bail!("{}: the entry {path:?} is too large", broken());
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).with_context(broken)?;
        each(Entry { name, path, bytes })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn no_entry_leads_out_of_the_folder() {
        assert_eq!(Name::of("media/a-1.webp"), Some(Name::Media("a-1.webp".into())));
        for path in [
            "media/../x",
            "/etc/passwd",
            "media/..",
            "media/.x",
            "tables/users",
            "media/a/b",
            "x",
        ] {
            assert_eq!(Name::of(path), None, "{path}");
        }
    }
}
