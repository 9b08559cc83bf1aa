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
mod exchange;
mod identity;
mod listings;
mod orders;
mod pages;
mod paper_files;
mod papers;
mod people;
mod platform;
mod producer_pages;
mod producers;
mod reports;
mod sales;
mod standing;
mod stock;
mod words;
