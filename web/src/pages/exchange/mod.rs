//! Bringing tables in.

pub(super) mod apply;
pub(super) mod export;
pub(super) mod import;
pub(super) mod imports;
