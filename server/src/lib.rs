//! The server of OCOP Market. ARCHITECTURE.md draws the map; each slice's `mod.rs` says what it owns.

pub mod accounts;
pub mod app;
pub mod assets;
pub mod auth;
mod backup;
pub mod build;
pub mod check;
pub mod clock;
pub mod commands;
pub mod config;
pub mod db;
pub mod demo;
pub mod discovery;
pub mod http;
mod import;
pub mod jobs;
pub mod listen;
pub mod mail;
pub mod media;
pub mod pages;
pub mod province;
pub mod sheet;
pub mod telemetry;
pub mod vault;

mod catalogue;
mod certification;
mod curation;
mod exchange;
mod hex;
mod identity;
mod listings;
mod orders;
mod papers;
mod producers;
mod reports;
mod stock;
