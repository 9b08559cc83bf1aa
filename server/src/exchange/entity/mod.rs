//! The slice's tables. They never leave it.

pub(super) mod imports;
