//! The slice's tables. They never leave it.

pub(super) mod images;
pub(super) mod packs;
pub(super) mod product_versions;
pub(super) mod products;
pub(super) mod public_periods;
pub(super) mod recorded_products;
