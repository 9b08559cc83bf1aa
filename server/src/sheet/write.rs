//! Writes tables: typed cells, a heading that stays in sight, and never a formula.
//!
//! A text that begins like a formula would run when somebody opens the file: in CSV it gets an apostrophe, in XLSX it
//! is written as text and marked as such. The reader takes the apostrophe off again.

use anyhow::{Context, Result};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, ExcelDateTime, Format as Look, FormatAlign, FormatBorder,
    Formula, Workbook, Worksheet,
};
use shared::{Date, Timestamp};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Empty,
    Text(String),
    Number(i64),
    Decimal(f64),
    /// Đồng.
    Money(i64),
    Day(Date),
    /// On the clocks of Vietnam.
    At(Timestamp),
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<Date> for Value {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::At(at)
    }
}

impl From<shared::Money> for Value {
    fn from(money: shared::Money) -> Self {
        Self::Money(money.amount)
    }
}

/// A column's heading and how wide it is, in characters.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub heading: String,
    pub width: u16,
}

/// What kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Csv,
}

impl Format {
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

/// Characters that make a spreadsheet take a text for a formula, the wide ones of East Asian keyboards too.
const BEGINS_FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet might run a text.
fn runs(text: &str) -> bool {
    let start = text.trim_start_matches(['\'', ' ', '\n']);
    start.starts_with(BEGINS_FORMULA)
}

/// The text without the apostrophe that [`csv`] put before it.
pub(super) fn plain(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| runs(rest)).unwrap_or(text)
}

/// A table as CSV: UTF-8 with its mark, days as `2026-11-30`, numbers without grouping.
pub fn csv(columns: &[Column], rows: impl IntoIterator<Item = Vec<Value>>) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    writer.write_record(columns.iter().map(|column| column.heading.as_str()))?;
    for row in rows {
        writer.write_record(row.iter().map(written))?;
    }
    writer
        .into_inner()
        .map_err(|error| anyhow::anyhow!("a table in memory: {error}"))
}

fn written(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) if runs(text) => format!("'{text}"),
        Value::Text(text) => text.clone(),
        Value::Number(number) | Value::Money(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Day(day) => day.to_string(),
        Value::At(at) => {
            let at = at.in_vietnam();
            format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())
        }
    }
}

/// A table as a spreadsheet. Rows go to a temporary file as they come.
pub fn xlsx(name: &str, columns: &[Column], rows: impl IntoIterator<Item = Vec<Value>>) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let looks = Looks::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    heading(sheet, name, columns, &looks)?;
    for (number, row) in (1_u32..).zip(rows) {
        for (column, value) in (0_u16..).zip(row) {
            put(sheet, number, column, value, &looks)?;
        }
    }
    Ok(book.save_to_buffer()?)
}

/// A column that takes one of a list's entries.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The column of the first sheet that offers the list, from 0; none where it is only shown.
    pub column: Option<u16>,
    pub heading: String,
    /// What to write, and what it means.
    pub entries: Vec<(String, String)>,
}

/// Rows of a template in which lists are offered.
const OFFERED: u32 = 2_000;

/// A spreadsheet to fill in: headings, example rows, and, where there are any, a second sheet with the codes, which the
/// first offers as lists.
pub fn template(
    names: [&str; 2],
    columns: &[Column],
    examples: Vec<Vec<Value>>,
    choices: &[Choice],
) -> Result<Vec<u8>> {
    let [name, codes] = names;
    let mut book = Workbook::new();
    let looks = Looks::new();
    let sheet = book.add_worksheet();
    heading(sheet, name, columns, &looks)?;
    for (number, row) in (1_u32..).zip(examples) {
        for (column, value) in (0_u16..).zip(row) {
            put(sheet, number, column, value, &looks)?;
        }
    }
    for (place, choice) in (0_u16..).zip(choices) {
        let Some(column) = choice.column else { continue };
        let letter = rust_xlsxwriter::utility::column_number_to_name(place.saturating_mul(2));
        let last = choice.entries.len() + 1;
        let range = format!("='{}'!${letter}$2:${letter}${last}", codes.replace('\'', "''"));
        let list = DataValidation::new()
            .allow_list_formula(Formula::new(range))
            .ignore_blank(true)
            // The reader also takes what the codes are called.
            .set_error_style(DataValidationErrorStyle::Warning);
        sheet.add_data_validation(1, column, OFFERED, column, &list)?;
    }
    if choices.is_empty() {
        return Ok(book.save_to_buffer()?);
    }
    let sheet = book.add_worksheet();
    let columns: Vec<Column> = choices
        .iter()
        .flat_map(|choice| {
            let heading = |heading: &str, width| Column {
                heading: heading.to_owned(),
                width,
            };
            [heading(&choice.heading, 18), heading("", 44)]
        })
        .collect();
    heading(sheet, codes, &columns, &looks)?;
    for (place, choice) in (0_u16..).zip(choices) {
        for (row, (code, meaning)) in (1_u32..).zip(&choice.entries) {
            put(
                sheet,
                row,
                place.saturating_mul(2),
                Value::Text(code.clone()),
                &looks,
            )?;
            put(
                sheet,
                row,
                place.saturating_mul(2) + 1,
                Value::Text(meaning.clone()),
                &looks,
            )?;
        }
    }
    Ok(book.save_to_buffer()?)
}

/// How cells look.
struct Looks {
    heading: Look,
    text: Look,
    /// Text that begins like a formula.
    quoted: Look,
    number: Look,
    decimal: Look,
    money: Look,
    day: Look,
    at: Look,
}

impl Looks {
    fn new() -> Self {
        let top = || Look::new().set_align(FormatAlign::Top);
        Self {
            heading: top()
                .set_bold()
                .set_text_wrap()
                .set_background_color("#E4ECE4")
                .set_border_bottom(FormatBorder::Thin),
            text: top(),
            quoted: top().set_quote_prefix(),
            number: top().set_num_format("#,##0"),
            decimal: top().set_num_format("0.0#"),
            money: top().set_num_format("#,##0 \"₫\""),
            day: top().set_num_format("dd/mm/yyyy"),
            at: top().set_num_format("dd/mm/yyyy hh:mm"),
        }
    }
}

fn heading(sheet: &mut Worksheet, name: &str, columns: &[Column], looks: &Looks) -> Result<()> {
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (number, column) in (0_u16..).zip(columns) {
        sheet.set_column_width(number, f64::from(column.width))?;
    }
    for (number, column) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(0, number, &column.heading, &looks.heading)?;
    }
    Ok(())
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, value: Value, looks: &Looks) -> Result<()> {
    match value {
        Value::Empty => {}
        Value::Text(text) => {
            let look = if runs(&text) { &looks.quoted } else { &looks.text };
            // A spreadsheet's cell takes no more.
            let text: String = text.chars().take(32_767).collect();
            sheet.write_string_with_format(row, column, text, look)?;
        }
        Value::Number(number) => number_in(sheet, row, column, number, &looks.number)?,
        Value::Money(number) => number_in(sheet, row, column, number, &looks.money)?,
        Value::Decimal(number) => {
            sheet.write_number_with_format(row, column, number, &looks.decimal)?;
        }
        Value::Day(day) => {
            sheet.write_datetime_with_format(row, column, day_of(day)?, &looks.day)?;
        }
        Value::At(at) => {
            let at = at.in_vietnam();
            let moment =
                day_of(at.date())?.and_hms(u16::from(at.hour()), at.minute(), f64::from(at.second()))?;
            sheet.write_datetime_with_format(row, column, moment, &looks.at)?;
        }
    }
    Ok(())
}

fn number_in(sheet: &mut Worksheet, row: u32, column: u16, number: i64, look: &Look) -> Result<()> {
    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "a spreadsheet has only such numbers"
    )]
    let number = number as f64;
    sheet.write_number_with_format(row, column, number, look)?;
    Ok(())
}

fn day_of(day: Date) -> Result<ExcelDateTime> {
    let year = u16::try_from(day.year()).context("a year of a spreadsheet")?;
    Ok(ExcelDateTime::from_ymd(year, u8::from(day.month()), day.day())?)
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Column, Value, csv, plain, runs, xlsx};
    use crate::sheet::{Cell, SheetProblem, read};
    use proptest::prelude::*;
    use time::macros::date;

    fn column(heading: &str) -> Column {
        Column {
            heading: heading.to_owned(),
            width: 12,
        }
    }

    /// A spreadsheet of two rows, for damaging it.
    pub(in crate::sheet) fn small_book() -> Vec<u8> {
        let rows = [
            vec![Value::Text("Hồng".into()), Value::Number(3)],
            vec![Value::Day(date!(2026 - 11 - 22))],
        ];
        xlsx("Bảng", &[column("Tên"), column("Số")], rows).expect("a book")
    }

    const FORMULAS: [&str; 8] = [
        "=1+1",
        "+84 912 345 678",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "=HYPERLINK(\"http://example.invalid\",\"x\")",
        "'=1",
        "＝1+1",
    ];

    #[test]
    fn no_text_becomes_a_formula_in_a_csv_file() {
        for text in FORMULAS {
            let bytes = csv(&[column("a"), column("b")], [vec![text.into(), "x".into()]]).expect("a table");
            let told = String::from_utf8(bytes).expect("text");
            let line = told.lines().nth(1).expect("a row").trim_start_matches('"');
            assert!(line.starts_with('\''), "{text}: {line}");
        }
        let bytes = csv(&[column("a")], [vec![Value::Number(-5)]]).expect("a table");
        assert!(String::from_utf8_lossy(&bytes).ends_with("\n-5\n"));
    }

    #[test]
    fn no_text_becomes_a_formula_in_a_spreadsheet() {
        let rows: Vec<Vec<Value>> = FORMULAS.iter().map(|text| vec![Value::from(*text)]).collect();
        let bytes = xlsx("a", &[column("a")], rows).expect("a book");
        let mut book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(bytes.clone())).expect("a book");
        let formulas = calamine::Reader::worksheet_formula(&mut book, "a").expect("the sheet");
        assert!(formulas.used_cells().next().is_none());
        let texts: Vec<String> = read(&bytes)
            .expect("rows")
            .rows
            .iter()
            .map(|row| row.cell(0).text())
            .collect();
        assert_eq!(texts, FORMULAS.map(|text| text.trim().to_owned()));
    }

    #[test]
    fn typed_cells_come_back_as_they_were() {
        let row = vec![
            Value::Money(1_250_000),
            Value::Day(date!(2026 - 02 - 28)),
            Value::Decimal(78.5),
            Value::Empty,
            Value::Text("0912".into()),
        ];
        let columns: Vec<Column> = ["a", "b", "c", "d", "e"].map(column).into();
        let sheet = read(&xlsx("t", &columns, [row.clone()]).expect("a book")).expect("a sheet");
        let cells = sheet.rows.first().expect("a row").cells.clone();
        assert_eq!(
            cells,
            [
                Cell::Number(1_250_000.0),
                Cell::Day(date!(2026 - 02 - 28)),
                Cell::Number(78.5),
                Cell::Empty,
                Cell::Text("0912".into())
            ]
        );
        let sheet = read(&csv(&columns, [row]).expect("a table")).expect("a sheet");
        let cells = &sheet.rows.first().expect("a row").cells;
        assert_eq!(cells[0].whole(), Some(1_250_000));
        assert_eq!(cells[1].day(), Some(date!(2026 - 02 - 28)));
    }

    #[test]
    fn a_spreadsheet_that_bursts_or_runs_programs_is_refused() {
        use std::io::Write;
        let packed = |name: &str, bytes: &[u8]| {
            let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
            let options = zip::write::SimpleFileOptions::default();
            zip.start_file("xl/workbook.xml", options).expect("a part");
            zip.write_all(b"<workbook/>").expect("bytes");
            zip.start_file(name, options).expect("a part");
            zip.write_all(bytes).expect("bytes");
            zip.finish().expect("an archive").into_inner()
        };
        let gigabyte_like = packed("xl/worksheets/sheet1.xml", &vec![b'0'; 80 * 1024 * 1024]);
        assert!(gigabyte_like.len() < 1024 * 1024);
        assert_eq!(read(&gigabyte_like), Err(SheetProblem::Bursts));
        // The same, but the archive says that the part is small.
        let mut liar = packed("xl/worksheets/sheet1.xml", &vec![b'0'; 70 * 1024 * 1024]);
        let real = u32::to_le_bytes(70 * 1024 * 1024);
        while let Some(at) = liar.windows(4).position(|window| window == real) {
            liar[at..at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
        }
        assert!(matches!(
            read(&liar),
            Err(SheetProblem::Bursts | SheetProblem::Broken)
        ));
        assert_eq!(
            read(&packed("xl/vbaProject.bin", b"x")),
            Err(SheetProblem::Macros)
        );
        assert_eq!(read(&packed("xl/other.xml", b"x")), Err(SheetProblem::Broken));
    }

    proptest! {
        #[test]
        fn text_survives_being_made_harmless(text in "['=+@ a-]{0,8}") {
            let text = text.trim();
            let told = super::written(&Value::from(text));
            prop_assert!(!told.starts_with(['=', '+', '-', '@']));
            prop_assert_eq!(runs(text), told != text);
            prop_assert_eq!(plain(&told), text);
        }
    }
}
