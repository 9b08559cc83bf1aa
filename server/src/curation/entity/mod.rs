//! The slice's tables. They never leave it.

pub(super) mod collection_products;
pub(super) mod collections;
pub(super) mod features;
