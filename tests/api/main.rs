//! The behaviour of the market through its API, on both databases.

mod architecture;
mod bucket;
mod catalogue;
mod certification;
mod chains;
mod commands;
mod contract;
mod coverage;
mod curation;
mod discovery;
mod examples;
mod exchange;
mod identity;
mod listings;
mod orders;
mod pages;
mod people;
mod places;
mod platform;
mod producers;
mod reports;
mod sales;
mod standing;
mod stock;
mod words;
