//! The slice's tables. They never leave it.

pub(super) mod chain_periods;
pub(super) mod chains;
pub(super) mod listing_stores;
pub(super) mod listings;
pub(super) mod shelf_confirmations;
pub(super) mod stores;
