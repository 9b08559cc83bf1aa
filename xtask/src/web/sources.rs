//! What is written for the browser by hand, as one mark. `cargo xtask web` leaves it beside what it made, and the
//! server's build, which compiles this file too, compares: assets of another state of the sources do not wake the islands
//! of its pages.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::{fs, io};

/// Beside the manifest.
pub(crate) const MARK: &str = ".sources";
/// Below the repository's root.
pub(crate) const SOURCES: [&str; 4] = ["web/src/islands", "web/style", "web/script", "web/assets"];

pub(crate) fn mark(root: &Path) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        add(&root.join(source), &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(folder: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            add(&path, hasher)?;
        } else {
            entry.file_name().hash(hasher);
            fs::read(path)?.hash(hasher);
        }
    }
    Ok(())
}
