//! Reads a CSV file or a spreadsheet into rows of text, saying where it is not what it should be.

use super::{COLUMNS, MAX_BYTES, MAX_ROWS, sheet};
use anyhow::{Context, Result, bail, ensure};
use std::path::Path;

/// The rows of a file, each with the cells of [`COLUMNS`].
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Cells>,
}

/// The cells of one row, trimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cells {
    /// In the file, from 1; of a spreadsheet, the row.
    pub(crate) line: u64,
    pub(crate) cells: [String; COLUMNS.len()],
    /// Where the row does not have as many cells as the header.
    pub(crate) uneven: Option<(usize, usize)>,
}

/// Reads a file.
pub(crate) fn read(file: &Path) -> Result<Table> {
    let size = std::fs::metadata(file)
        .with_context(|| format!("cannot read {}", file.display()))?
        .len();
    ensure!(
        size <= MAX_BYTES,
        "{} has {size} bytes; at most {MAX_BYTES} are read",
        file.display()
    );
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let table = if bytes.starts_with(b"PK\x03\x04") {
        sheet::read(bytes)
    } else {
        csv(&bytes)
    };
    table.with_context(|| file.display().to_string())
}

fn csv(bytes: &[u8]) -> Result<Table> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
            let start = good
                .iter()
                .rposition(|byte| *byte == b'\n')
                .map_or(0, |at| at + 1);
            let column = String::from_utf8_lossy(good.get(start..).unwrap_or_default())
                .chars()
                .count()
                + 1;
            bail!("line {line}, character {column}: this is not UTF-8. Save the file as \"CSV UTF-8\".");
        }
    };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header: Vec<String> = reader
        .headers()?
        .iter()
        .map(|name| name.trim().to_owned())
        .collect();
    let places = places(&header)?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        ensure!(
            rows.len() < MAX_ROWS,
            "line {line}: at most {MAX_ROWS} rows are read"
        );
        rows.push(Cells {
            line,
            cells: places.map(|place| record.get(place).unwrap_or_default().trim().to_owned()),
            uneven: (record.len() != header.len()).then_some((record.len(), header.len())),
        });
    }
    Ok(Table { rows })
}

/// Where each column stands. Columns that nobody asked for are passed over.
pub(super) fn places(header: &[String]) -> Result<[usize; COLUMNS.len()]> {
    let mut missing = Vec::new();
    let mut places = [0; COLUMNS.len()];
    for (slot, column) in places.iter_mut().zip(COLUMNS) {
        match header.iter().position(|name| name.eq_ignore_ascii_case(column)) {
            Some(place) => *slot = place,
            None => missing.push(column),
        }
    }
    ensure!(
        missing.is_empty(),
        "line 1: the header lacks the columns {}; it must have {}",
        missing.join(", "),
        COLUMNS.join(", ")
    );
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::csv;

    const HEADER: &str =
        "name,star,subgroup_guess,producer,old_place,commune_2025,commune_code,recognition,source\n";

    fn told(bytes: &[u8]) -> String {
        csv(bytes).map_or_else(
            |error| error.to_string(),
            |table| format!("{} rows", table.rows.len()),
        )
    }

    #[test]
    fn a_byte_order_mark_and_empty_lines_do_no_harm() {
        let text = format!("\u{feff}{HEADER}Na dai,4,,,,,,,\n,,,,,,,,\n");
        assert_eq!(told(text.as_bytes()), "1 rows");
    }

    #[test]
    fn what_is_not_utf8_is_told_with_its_place() {
        let mut bytes = HEADER.as_bytes().to_vec();
        bytes.extend(b"G\xe1o,3,,,,,,,\n");
        assert!(
            told(&bytes).starts_with("line 2, character 2:"),
            "{}",
            told(&bytes)
        );
    }

    #[test]
    fn all_missing_columns_are_named() {
        let message = told(b"name,star\nNa,3\n");
        assert!(
            message.contains("subgroup_guess") && message.contains("source"),
            "{message}"
        );
    }
}
