//! Retail chains and their stores, which the centre keeps.

pub(crate) mod list;
pub(crate) mod new;
