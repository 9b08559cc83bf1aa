//! The server of OCOP Market. ARCHITECTURE.md draws the map; each slice's `mod.rs` says what it owns.

pub mod accounts;
pub mod app;
pub mod assets;
pub mod auth;
pub mod build;
pub mod clock;
pub mod db;
pub mod discovery;
pub mod http;
pub mod jobs;
pub mod media;
pub mod pages;
pub mod province;

mod catalogue;
mod certification;
mod curation;
mod identity;
mod listings;
mod orders;
mod producers;
mod reports;
mod stock;
