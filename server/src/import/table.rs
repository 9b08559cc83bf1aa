//! Reads a file into rows of text, saying where it is not what it should be.

use super::COLUMNS;
use crate::sheet::{self, Row};
use anyhow::{Context, Result, ensure};
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
    pub(crate) line: u32,
    pub(crate) cells: [String; COLUMNS.len()],
    /// Where the row does not have as many cells as the header.
    pub(crate) uneven: Option<(usize, usize)>,
}

/// Reads a file.
pub(crate) fn read(file: &Path) -> Result<Table> {
    let size = std::fs::metadata(file)
        .with_context(|| format!("cannot read {}", file.display()))?
        .len();
    // What is too large is refused before it is read.
    ensure!(
        usize::try_from(size).is_ok_and(|size| size <= sheet::MAX_BYTES),
        "{} has {size} bytes; at most {} are read",
        file.display(),
        sheet::MAX_BYTES
    );
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    table(&bytes).with_context(|| file.display().to_string())
}

fn table(bytes: &[u8]) -> Result<Table> {
    let sheet = sheet::read(bytes)?;
    let places = places(&sheet.header)?;
    let width = sheet.header.len();
    let rows = sheet.rows.iter().map(|row| Cells {
        line: row.line,
        cells: cells(row, places),
        uneven: row.uneven.map(|has| (has, width)),
    });
    Ok(Table { rows: rows.collect() })
}

fn cells(row: &Row, places: [usize; COLUMNS.len()]) -> [String; COLUMNS.len()] {
    let mut cells = places.map(|place| row.cell(place).text());
    // A spreadsheet takes codes for numbers and drops their leading zeros.
    let code = COLUMNS.iter().position(|column| *column == "commune_code");
    if let Some(code) = code.and_then(|place| cells.get_mut(place))
        && !code.is_empty()
        && code.len() < 5
        && code.bytes().all(|byte| byte.is_ascii_digit())
    {
        *code = format!("{code:0>5}");
    }
    cells
}

/// Where each column stands. Columns that nobody asked for are passed over.
fn places(header: &[String]) -> Result<[usize; COLUMNS.len()]> {
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
    use super::table;

    const HEADER: &str =
        "name,star,subgroup_guess,producer,old_place,commune_2025,commune_code,recognition,source\n";

    fn told(bytes: &[u8]) -> String {
        table(bytes).map_or_else(
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
    fn all_missing_columns_are_named() {
        let message = told(b"name,star\nNa,3\n");
        assert!(
            message.contains("subgroup_guess") && message.contains("source"),
            "{message}"
        );
    }

    #[test]
    fn a_code_that_lost_its_zero_gets_it_back() {
        let text = format!("{HEADER}Na dai,4,,,,,6463,,\n");
        let read = table(text.as_bytes()).expect("a table");
        assert_eq!(read.rows[0].cells[6], "06463");
    }
}
