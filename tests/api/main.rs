//! The behaviour of the market through its API, on both databases.

mod architecture;
mod bucket;
mod catalogue;
mod certification;
mod commands;
mod contract;
mod curation;
mod desk;
mod discovery;
mod examples;
mod exchange;
mod exports;
mod identity;
mod listings;
mod orders;
mod pages;
mod pages_desk;
mod people;
mod pictures;
mod platform;
mod producers;
mod reports;
mod sales;
mod standing;
mod stock;
mod words;
