//! The producer's products and the centre's review of them.

pub(crate) mod arrange;
mod fields;
pub(crate) mod list;
pub(crate) mod new;
mod pack_table;
pub(crate) mod packs;
pub(crate) mod pictures;
pub(crate) mod presence;
pub(crate) mod product;
pub(crate) mod queue;
pub(crate) mod review;
mod texts;

pub(crate) use pack_table::barcodes;
