//! The behaviour of the market through its API, on both databases.

mod account;
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
mod mail;
mod orders;
mod pages;
mod people;
mod platform;
mod producers;
mod reports;
mod sales;
mod second_factor;
mod secrets;
mod standing;
mod stock;
mod words;
