//! Rows and errors between the database and the work: JSON, packed, because one file may hold twenty thousand rows.

use crate::{http::Result, sheet::Cell};
use anyhow::Context;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::FieldCode;
use std::io::{Read, Write};

/// Most bytes of rows once they are unpacked: what a sheet may hold at the most, written as JSON.
const MAX_STORED: u64 = 256 * 1024 * 1024;

/// One row of a file, with a cell a column of its kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct StoredRow {
    pub(super) line: u32,
    pub(super) cells: Vec<Cell>,
    /// How many cells it has, where they are not as many as the headings.
    pub(super) uneven: Option<usize>,
}

/// What keeps a row out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RowError {
    pub(super) line: u32,
    pub(super) field: String,
    pub(super) value: String,
    pub(super) code: FieldCode,
    pub(super) limit: Option<i64>,
}

/// Packs.
pub(super) fn pack<T: Serialize>(values: &[T]) -> Result<Vec<u8>> {
    let json = serde_json::to_vec(values).context("rows of an import")?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&json).context("rows of an import")?;
    Ok(encoder.finish().context("rows of an import")?)
}

/// Unpacks.
pub(super) fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<Vec<T>> {
    let mut json = Vec::new();
    GzDecoder::new(bytes)
        .take(MAX_STORED)
        .read_to_end(&mut json)
        .context("rows of an import")?;
    Ok(serde_json::from_slice(&json).context("rows of an import")?)
}
