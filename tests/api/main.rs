//! The behaviour of the market through its API, on both databases.

mod discovery;
mod identity;
