//! The behaviour of the market through its API, on both databases.

mod architecture;
mod contract;
mod identity;
mod platform;
