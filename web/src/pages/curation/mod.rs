//! What the centre features on the home page, and its collections.

pub(crate) mod collection;
pub(crate) mod collections;
pub(crate) mod features;
mod plan;
pub(crate) mod slot;
