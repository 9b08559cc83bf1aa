//! The behaviour of the market through its API, on both databases.

mod architecture;
mod bucket;
mod catalogue;
mod certification;
mod commands;
mod contract;
mod curation;
mod discovery;
mod examples;
mod identity;
mod listings;
mod orders;
mod pages;
mod places;
mod platform;
mod producers;
mod reports;
mod sales;
mod seo;
mod stock;
mod words;
