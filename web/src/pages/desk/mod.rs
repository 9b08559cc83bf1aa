//! The start of the working day: what waits, and the way to everything else.

mod authority;
mod centre;
pub(crate) mod counts;
mod first_steps;
mod producer;
mod producer_orders;
pub(crate) mod profile;
mod retailer;
pub(crate) mod today;
