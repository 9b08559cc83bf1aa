//! Tables as people keep them in spreadsheets: CSV and XLSX, read and written.
//!
//! Files come from anywhere. A few bytes can stand for gigabytes, a cell can be a formula, text can be in an encoding
//! of thirty years ago: what cannot be read is refused with a code of its own, before it takes memory. Knows no slice.

mod cell;
mod encoding;
mod guard;
mod pairs;
mod problem;
mod read;
mod text;
mod write;
mod xlsx;

pub use cell::Cell;
pub use pairs::{Pair, pairs};
pub use problem::{Encoding, SheetProblem};
pub use read::{Row, Sheet, read};
pub use write::{Choice, Column, Format, Value, csv, template, xlsx};

/// Most bytes of a file.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// Most rows below the header.
pub const MAX_ROWS: usize = 20_000;
/// Most bytes of a spreadsheet once it is unpacked.
const MAX_UNPACKED: u64 = 64 * 1024 * 1024;
/// A part of a spreadsheet that shrinks more than this was made to burst; honest ones stay below 60.
const MAX_RATIO: u64 = 250;
/// Cells right of this are passed over.
const MAX_COLUMNS: usize = 100;
/// Most bytes of text in all cells: one shared text may be named by a million cells.
const MAX_TEXT: usize = 24 * 1024 * 1024;
