//! Products named in old lists: they become recorded products, never public ones. Their stars are history.
//!
//! Owns the writing of `recorded_products`. A file is read whole, judged row by row, and written in one transaction or
//! not at all.

mod entity;
mod plan;
mod sheet;
mod table;
mod write;

pub(crate) use plan::{Outcome, Plan, Row, plan};
pub(crate) use table::{Table, read};
pub(crate) use write::{known, present, write};

/// The columns of the file, in the order in which messages name them.
const COLUMNS: [&str; 9] = [
    "name",
    "star",
    "subgroup_guess",
    "producer",
    "old_place",
    "commune_2025",
    "commune_code",
    "recognition",
    "source",
];

/// Most bytes of a file.
const MAX_BYTES: u64 = 10 * 1024 * 1024;
/// Most bytes of a spreadsheet once it is unpacked.
const MAX_UNPACKED: u64 = 100 * 1024 * 1024;
/// Most rows below the header.
const MAX_ROWS: usize = 20_000;
