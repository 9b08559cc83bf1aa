//! Reads the first sheet of a spreadsheet, cell by cell, so that only the rows that are wanted take memory.

use super::{Cell, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, SheetProblem, encoding, read::Row, read::Rows};
use calamine::{DataRef, Reader, Xlsx};
use shared::{Date, time::Month};
use std::{collections::BTreeMap, io::Cursor, panic::AssertUnwindSafe};
use time::format_description::well_known::Iso8601;

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Row>, SheetProblem> {
    // The reader of a foreign format must not take the request with it.
    let found = std::panic::catch_unwind(AssertUnwindSafe(|| cells(bytes)));
    let grid = found.map_err(|_| SheetProblem::Broken)??;
    let mut rows = Rows::default();
    for (line, cells) in grid {
        let width = cells.last_key_value().map_or(0, |(column, _)| column + 1);
        let mut row = vec![Cell::Empty; width];
        for (column, cell) in cells {
            if let Some(place) = row.get_mut(column) {
                *place = cell;
            }
        }
        rows.push(line, row, false)?;
    }
    let sample: Vec<&str> = rows.texts().take(20_000).collect();
    if let Some(encoding) = encoding::of_text(&sample.join(" ")) {
        return Err(SheetProblem::Encoding {
            encoding,
            line: 1,
            column: 1,
        });
    }
    Ok(rows.done())
}

type Grid = BTreeMap<u32, BTreeMap<usize, Cell>>;

fn cells(bytes: &[u8]) -> Result<Grid, SheetProblem> {
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| SheetProblem::Broken)?;
    let name = book.sheet_names().first().cloned().ok_or(SheetProblem::Empty)?;
    let mut grid = Grid::new();
    let mut text = 0_usize;
    let mut reader = book
        .worksheet_cells_reader(&name)
        .map_err(|_| SheetProblem::Broken)?;
    while let Some(found) = reader.next_cell().map_err(|_| SheetProblem::Broken)? {
        let (row, column) = found.get_position();
        let Some(column) = usize::try_from(column)
            .ok()
            .filter(|column| *column < MAX_COLUMNS)
        else {
            continue;
        };
        let cell = cell(found.get_value());
        if cell.is_empty() {
            continue;
        }
        if let Cell::Text(cell) = &cell {
            text += cell.len();
            if text > MAX_TEXT {
                return Err(SheetProblem::TooMuchText);
            }
        }
        grid.entry(row.saturating_add(1))
            .or_default()
            .insert(column, cell);
        if grid.len() > MAX_ROWS + 1 {
            return Err(SheetProblem::TooManyRows);
        }
    }
    Ok(grid)
}

fn cell(value: &DataRef<'_>) -> Cell {
    let text = |text: &str| match text.trim() {
        "" => Cell::Empty,
        text => Cell::Text(text.to_owned()),
    };
    match value {
        DataRef::Empty | DataRef::Error(_) => Cell::Empty,
        DataRef::String(written) | DataRef::DurationIso(written) => text(written),
        DataRef::SharedString(written) => text(written),
        #[expect(
            clippy::as_conversions,
            clippy::cast_precision_loss,
            reason = "a spreadsheet has only such numbers"
        )]
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(truth) => Cell::Truth(*truth),
        DataRef::DateTimeIso(written) => {
            let day = written
                .get(..10)
                .and_then(|day| Date::parse(day, &Iso8601::DATE).ok());
            day.map_or_else(|| text(written), Cell::Day)
        }
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            let month = Month::try_from(month).ok();
            let day = month.and_then(|month| Date::from_calendar_date(i32::from(year), month, day).ok());
            day.map_or(Cell::Number(at.as_f64()), Cell::Day)
        }
        DataRef::DateTime(at) => Cell::Number(at.as_f64()),
    }
}
