//! A market in one file, and back: every row of every table as JSON lines, every picture, and a manifest with their
//! hashes. The same file is read into SQLite and PostgreSQL.

mod archive;
mod restore;
mod rows;
mod sealed;
mod tables;
mod write;

pub(crate) use restore::{read_manifest, restore};
pub(crate) use sealed::{check as check_sealed, reseal};
pub(crate) use write::write;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The last entry of the file: what must be in it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Manifest {
    /// Of this form of archive.
    pub(crate) format: u32,
    /// Of the program that wrote it.
    pub(crate) version: String,
    pub(crate) made_at: String,
    /// The migrations that the tables have been through, oldest first.
    pub(crate) migrations: Vec<String>,
    /// Rows by table.
    pub(crate) rows: BTreeMap<String, u64>,
    /// SHA-256 by entry.
    pub(crate) files: BTreeMap<String, String>,
}

/// The form of archive that this program writes and reads.
const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
/// Rows of one entry: what is in memory at a time.
const ROWS_AN_ENTRY: u64 = 2000;

impl Manifest {
    /// One sentence for whoever asked.
    pub(crate) fn told(&self) -> String {
        let rows: u64 = self.rows.values().sum();
        let pictures = self
            .files
            .keys()
            .filter(|name| name.starts_with("media/"))
            .count();
        format!(
            "{rows} rows of {} tables and {pictures} picture files",
            self.rows.len()
        )
    }
}
