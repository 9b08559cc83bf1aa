//! Products named in old lists: they become recorded products, never public ones. Their stars are history.
//!
//! A file is read whole, judged row by row, and written in one transaction or not at all.

mod plan;
mod table;
mod write;

pub(crate) use plan::{Outcome, Plan, plan};
pub(crate) use table::{Table, read};
pub(crate) use write::{present, write};

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
