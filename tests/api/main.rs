//! The behaviour of the market through its API, on both databases.

mod certification;
mod curation;
mod identity;
mod listings;
mod reports;
