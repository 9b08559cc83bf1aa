//! Reads CSV: UTF-8 with or without its mark, UTF-16 with its mark; commas, semicolons or tabs.

use super::{Cell, Encoding, SheetProblem, encoding, read::Row, read::Rows, write::plain};
use std::borrow::Cow;

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Row>, SheetProblem> {
    let text = decoded(bytes)?;
    let start = text.trim_start();
    if start.starts_with('<') {
        return Err(SheetProblem::WebPage);
    }
    // Text has none of these; pictures, documents and archives do.
    if text
        .chars()
        .any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t' | '\u{1a}'))
    {
        return Err(SheetProblem::Broken);
    }
    if let Some(encoding) = encoding::of_text(&text) {
        return Err(SheetProblem::Encoding {
            encoding,
            line: 1,
            column: 1,
        });
    }
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(delimiter(start))
        .from_reader(text.as_bytes());
    let mut rows = Rows::default();
    let mut record = csv::StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|_| SheetProblem::Broken)?
    {
        let line = record.position().map_or(0, |place| first_line(&text, place));
        let cells = record.iter().map(cell).collect();
        rows.push(u32::try_from(line).unwrap_or(u32::MAX), cells, true)?;
    }
    Ok(rows.done())
}

/// The line on which a record stands: its place is before the empty lines that were passed over.
fn first_line(text: &str, place: &csv::Position) -> u64 {
    let rest = usize::try_from(place.byte())
        .ok()
        .and_then(|at| text.as_bytes().get(at..));
    let breaks = rest
        .unwrap_or_default()
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'));
    place.line() + breaks.filter(|byte| **byte == b'\n').map(|_| 1).sum::<u64>()
}

fn cell(text: &str) -> Cell {
    match plain(text.trim()) {
        "" => Cell::Empty,
        text => Cell::Text(text.to_owned()),
    }
}

/// What separates the cells: whatever stands most often in the first line, outside quotation marks.
fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0_u32), (b';', 0), (b'\t', 0)];
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if !quoted => {
                if let Some((_, count)) = counts.iter_mut().find(|(delimiter, _)| *delimiter == byte) {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    // The first of equals stands: a line without any is one cell either way.
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(b',', |(delimiter, _)| *delimiter)
}

fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, SheetProblem> {
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| match pair {
            [a, b] => unit([*a, *b]),
            _ => 0,
        });
        char::decode_utf16(units)
            .collect::<Result<String, _>>()
            .map(Cow::Owned)
            .map_err(|_| SheetProblem::Broken)
    };
    if let Some(bytes) = bytes.strip_prefix(b"\xff\xfe") {
        return wide(bytes, u16::from_le_bytes);
    }
    if let Some(bytes) = bytes.strip_prefix(b"\xfe\xff") {
        return wide(bytes, u16::from_be_bytes);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) => Err(foreign(bytes, error.valid_up_to())),
    }
}

/// Text in another encoding, or no text at all.
fn foreign(bytes: &[u8], valid: usize) -> SheetProblem {
    // No encoding of text has these.
    if bytes
        .iter()
        .any(|byte| *byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t' | 0x1a))
        || bytes.starts_with(b"%PDF")
    {
        return SheetProblem::Broken;
    }
    let good = bytes.get(..valid).unwrap_or_default();
    let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = good
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let column = String::from_utf8_lossy(good.get(start..).unwrap_or_default())
        .chars()
        .count()
        + 1;
    let encoding: Encoding = encoding::of_bytes(bytes);
    SheetProblem::Encoding {
        encoding,
        line,
        column,
    }
}
