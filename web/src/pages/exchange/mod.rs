//! Bringing tables in.

pub(super) mod apply;
pub(super) mod import;
pub(super) mod imports;
