//! The behaviour of the market through its API, on both databases.

mod catalogue;
mod certification;
mod commands;
mod curation;
mod identity;
mod listings;
mod producers;
mod reports;
