//! What the centre and the authority read over everything.

pub(crate) mod audit;
pub(crate) mod audit_csv;
pub(crate) mod state;
mod words;
