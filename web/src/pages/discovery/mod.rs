//! Finding products.

pub(crate) mod products;
