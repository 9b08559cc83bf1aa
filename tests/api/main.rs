//! The behaviour of the market through its API, on both databases.

mod catalogue;
mod certification;
mod curation;
mod discovery;
mod identity;
mod listings;
mod orders;
mod producers;
mod reports;
mod stock;
