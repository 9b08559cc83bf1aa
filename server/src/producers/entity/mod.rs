//! The slice's tables. They never leave it.

pub(super) mod bank_accounts;
pub(super) mod photos;
pub(super) mod producers;
