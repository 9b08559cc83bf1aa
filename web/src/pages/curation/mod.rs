//! What the centre features on the home page.

pub(crate) mod features;
pub(crate) mod slot;
