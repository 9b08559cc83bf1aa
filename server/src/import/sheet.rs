//! Reads the first sheet of a spreadsheet, cell by cell: a few bytes of a spreadsheet can stand for gigabytes.

use super::{
    COLUMNS, MAX_ROWS, MAX_UNPACKED,
    table::{Cells, Table, places},
};
use anyhow::{Context, Result, ensure};
use calamine::{DataRef, Reader, Xlsx};
use std::{collections::BTreeMap, io::Cursor};

/// Cells right of this column are passed over.
const MAX_COLUMN: u32 = 100;

pub(super) fn read(bytes: Vec<u8>) -> Result<Table> {
    guard(&bytes)?;
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).context("this is no spreadsheet")?;
    let name = book.sheet_names().first().cloned().context("there is no sheet")?;
    let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
    let mut cells = book.worksheet_cells_reader(&name)?;
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.is_empty() || column > MAX_COLUMN {
            continue;
        }
        ensure!(
            rows.len() <= MAX_ROWS + 1,
            "row {}: at most {MAX_ROWS} rows are read",
            row + 1
        );
        rows.entry(row).or_default().insert(column, text);
    }
    let mut rows = rows.into_iter();
    let (_, header) = rows.next().context("the sheet is empty")?;
    let width = header.last_key_value().map_or(0, |(column, _)| *column);
    let header: Vec<String> = (0..=width)
        .map(|column| header.get(&column).cloned().unwrap_or_default())
        .collect();
    let places = places(&header)?;
    let code = COLUMNS.iter().position(|column| *column == "commune_code");
    let mut table = Table { rows: Vec::new() };
    for (row, cells) in rows {
        let mut found = places.map(|place| {
            let cell = u32::try_from(place).ok().and_then(|place| cells.get(&place));
            cell.cloned().unwrap_or_default()
        });
        // A spreadsheet takes codes for numbers and drops their leading zeros.
        if let Some(code) = code.and_then(|place| found.get_mut(place))
            && !code.is_empty()
            && code.len() < 5
            && code.bytes().all(|byte| byte.is_ascii_digit())
        {
            *code = format!("{code:0>5}");
        }
        table.rows.push(Cells {
            line: u64::from(row) + 1,
            cells: found,
            uneven: None,
        });
    }
    ensure!(table.rows.len() <= MAX_ROWS, "at most {MAX_ROWS} rows are read");
    Ok(table)
}

/// Looks at the sizes that the file states, before anything is unpacked.
fn guard(bytes: &[u8]) -> Result<()> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).context("this is no spreadsheet")?;
    let mut total = 0_u64;
    for index in 0..zip.len() {
        total = total.saturating_add(zip.by_index_raw(index)?.size());
        ensure!(
            total <= MAX_UNPACKED,
            "unpacked, the spreadsheet would have more than {MAX_UNPACKED} bytes"
        );
    }
    Ok(())
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        other => calamine::Data::from(other.clone()).to_string().trim().to_owned(),
    }
}
