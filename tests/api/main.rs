//! The behaviour of the market through its API, on both databases.

mod catalogue;
mod identity;
mod producers;
