//! The slice's tables. They never leave it.

pub(super) mod holds;
pub(super) mod lots;
pub(super) mod movements;
