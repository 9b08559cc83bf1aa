//! The behaviour of the market through its API, on both databases.

mod approvals;
mod architecture;
mod bucket;
mod buying;
mod buying_pages;
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
mod people;
mod platform;
mod producers;
mod reports;
mod sales;
mod standing;
mod stock;
mod words;
