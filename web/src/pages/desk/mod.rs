//! The start of the working day: what waits, and the way to everything else.

mod authority;
mod centre;
pub(crate) mod counts;
pub(crate) mod profile;
mod producer;
mod retailer;
pub(crate) mod today;
