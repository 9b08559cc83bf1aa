//! Reads a file into rows, whatever kind it is.

use super::{Cell, MAX_BYTES, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, SheetProblem, guard, text, xlsx};

/// A header and the rows below it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    pub header: Vec<String>,
    /// Without empty rows.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Where it stands in the file, from 1.
    pub line: u32,
    /// As many as the header has.
    pub cells: Vec<Cell>,
    /// How many cells the row has, where they are not as many as the header's. Only CSV has such rows.
    pub uneven: Option<usize>,
}

impl Row {
    /// The cell below a column of the header.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

/// Reads a file: CSV in UTF-8 or UTF-16, or the first sheet of an XLSX spreadsheet. The first row that is not empty is
/// the header.
pub fn read(bytes: &[u8]) -> Result<Sheet, SheetProblem> {
    headed(lines(bytes)?)
}

/// The rows of a file, the header among them.
pub(super) fn lines(bytes: &[u8]) -> Result<Vec<Row>, SheetProblem> {
    if bytes.len() > MAX_BYTES {
        return Err(SheetProblem::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        guard::guard(bytes)?;
        return xlsx::read(bytes);
    }
    // The container of old spreadsheets, and of new ones under a password.
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        let locked: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let is_locked = bytes.windows(locked.len()).any(|window| window == locked);
        return Err(if is_locked {
            SheetProblem::Locked
        } else {
            SheetProblem::Old
        });
    }
    text::read(bytes)
}

/// Takes the first row as the header.
fn headed(mut rows: Vec<Row>) -> Result<Sheet, SheetProblem> {
    if rows.is_empty() {
        return Err(SheetProblem::Empty);
    }
    let rest = rows.split_off(1);
    let mut header: Vec<String> = rows
        .into_iter()
        .flat_map(|row| row.cells)
        .map(|cell| cell.text())
        .collect();
    while header.last().is_some_and(String::is_empty) {
        header.pop();
    }
    let width = header.len();
    let is_text = rest.iter().any(|row| row.uneven.is_some());
    let rows: Vec<Row> = rest
        .into_iter()
        .map(|mut row| {
            let given = row.cells.len();
            let surplus = row.cells.iter().skip(width).any(|cell| !cell.is_empty());
            row.cells.resize(width, Cell::Empty);
            row.uneven = (is_text && (given < width || surplus)).then_some(given);
            row
        })
        .collect();
    if rows.is_empty() {
        Err(SheetProblem::Empty)
    } else {
        Ok(Sheet { header, rows })
    }
}

/// Collects rows within the limits.
#[derive(Debug, Default)]
pub(super) struct Rows {
    rows: Vec<Row>,
    text: usize,
}

impl Rows {
    /// Adds a row, unless it is empty. `is_text` keeps how many cells it was given.
    pub(super) fn push(
        &mut self,
        line: u32,
        mut cells: Vec<Cell>,
        is_text: bool,
    ) -> Result<(), SheetProblem> {
        if cells.iter().all(Cell::is_empty) {
            return Ok(());
        }
        // The header is one more.
        if self.rows.len() > MAX_ROWS {
            return Err(SheetProblem::TooManyRows);
        }
        cells.truncate(MAX_COLUMNS);
        for cell in &cells {
            if let Cell::Text(text) = cell {
                self.text += text.len();
            }
        }
        if self.text > MAX_TEXT {
            return Err(SheetProblem::TooMuchText);
        }
        let uneven = is_text.then_some(cells.len());
        self.rows.push(Row { line, cells, uneven });
        Ok(())
    }

    pub(super) fn done(self) -> Vec<Row> {
        self.rows
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.rows
            .iter()
            .flat_map(|row| &row.cells)
            .filter_map(|cell| match cell {
                Cell::Text(text) => Some(text.as_str()),
                _ => None,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::{Sheet, read};
    use crate::sheet::{Cell, Encoding, SheetProblem};
    use proptest::prelude::*;

    fn sheet(bytes: &[u8]) -> Sheet {
        read(bytes).expect("a sheet")
    }

    fn texts(sheet: &Sheet) -> Vec<Vec<String>> {
        sheet
            .rows
            .iter()
            .map(|row| row.cells.iter().map(Cell::text).collect())
            .collect()
    }

    #[test]
    fn every_way_to_write_text_gives_the_same_rows() {
        let text = "Tên,Giá\nHồng sấy,85.000\n\n\"Mật ong, rừng\",120\n";
        let expected = sheet(text.as_bytes());
        assert_eq!(expected.header, ["Tên", "Giá"]);
        assert_eq!(
            texts(&expected),
            [["Hồng sấy", "85.000"], ["Mật ong, rừng", "120"]]
        );
        assert_eq!(
            expected.rows.iter().map(|row| row.line).collect::<Vec<_>>(),
            [2, 4]
        );
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        let little: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let big: Vec<u8> = [0xfe, 0xff]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_be_bytes))
            .collect();
        for bytes in [marked, little, big] {
            assert_eq!(sheet(&bytes), expected);
        }
        let other = text
            .replace("\"Mật ong, rừng\",", "\"Mật ong, rừng\";")
            .replace("Tên,", "Tên;")
            .replace("sấy,", "sấy;");
        assert_eq!(sheet(other.as_bytes()), expected);
    }

    #[test]
    fn a_row_with_other_cells_than_the_header_says_so() {
        let read = sheet(b"a,b,c\n1,2\n1,2,3,4\n1,2,3,\n1,2,3\n");
        let uneven: Vec<_> = read.rows.iter().map(|row| row.uneven).collect();
        assert_eq!(uneven, [Some(2), Some(4), None, None]);
    }

    #[test]
    fn what_is_not_a_table_is_told_apart() {
        let old = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 600]].concat();
        let locked: Vec<u8> = old
            .iter()
            .copied()
            .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        for (bytes, problem) in [
            (old.as_slice(), SheetProblem::Old),
            (&locked, SheetProblem::Locked),
            (
                b"  <html><body><table><tr><td>1</td></tr></table>",
                SheetProblem::WebPage,
            ),
            (b"\xef\xbb\xbf<!DOCTYPE html>", SheetProblem::WebPage),
            (b"<?xml version=\"1.0\"?><Workbook>", SheetProblem::WebPage),
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", SheetProblem::Broken),
            (b"PK\x03\x04 and nothing", SheetProblem::Broken),
            (b"a,b\0,c\n", SheetProblem::Broken),
            (b"", SheetProblem::Empty),
            (b"a,b\n,\n", SheetProblem::Empty),
            (&vec![b'a'; 10 * 1024 * 1024 + 1], SheetProblem::TooLarge),
            ("a\n".repeat(20_002).as_bytes(), SheetProblem::TooManyRows),
            (
                b"name\nG\xb9o n\xd5p, h\xeep t\xb8c\n",
                SheetProblem::Encoding {
                    encoding: Encoding::Tcvn3,
                    line: 2,
                    column: 2,
                },
            ),
        ] {
            assert_eq!(
                read(bytes),
                Err(problem),
                "{:?}",
                String::from_utf8_lossy(bytes).get(..20)
            );
        }
        assert!(read("a\n".repeat(20_001).as_bytes()).is_ok());
    }

    proptest! {
        #[test]
        fn no_bytes_bring_the_reader_down(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
            let _ = read(&bytes);
        }

        #[test]
        fn no_text_brings_the_reader_down(text in "[\\PC\n\r\t,;\"']{0,300}") {
            let _ = read(text.as_bytes());
        }

        #[test]
        fn no_damage_to_a_spreadsheet_brings_the_reader_down(at in 0_usize..5000, byte in any::<u8>(), cut in 0_usize..5000) {
            let mut bytes = crate::sheet::write::tests::small_book();
            let length = bytes.len();
            bytes[at % length] = byte;
            let _ = read(&bytes);
            bytes.truncate(cut % length);
            let _ = read(&bytes);
        }
    }
}
