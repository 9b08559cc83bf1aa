//! The start of the working day: what waits, and the way to everything else.

mod authority;
mod centre;
pub(crate) mod counts;
mod first_steps;
mod producer;
mod producer_orders;
pub(crate) mod profile;
mod retailer;
pub(crate) mod today;

use axum::routing::{MethodRouter, get};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/desk", get(today::today)),
        ("/desk/profile", get(profile::show).post(profile::update)),
    ]
}
