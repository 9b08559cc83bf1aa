//! Retail chains and their stores, which the centre and the chains themselves keep.

pub(crate) mod chain;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod store;
