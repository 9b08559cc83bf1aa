//! Listings: from a pitch to the shelf, and off it.

pub(crate) mod act;
pub(crate) mod listing;
mod listing_actions;
mod listing_stores;
#[expect(
    clippy::module_inception,
    reason = "the page of the list is named as its address"
)]
pub(crate) mod listings;
mod offer;
pub(crate) mod pitch;
mod shelf_table;
pub(crate) mod shelves;

use axum::routing::{MethodRouter, get, post};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/desk/listings", get(listings::listings)),
        ("/desk/listings/new", get(pitch::show).post(pitch::pitch)),
        ("/desk/shelves", get(shelves::show).post(shelves::confirm)),
        ("/desk/listings/{id}", get(listing::listing)),
        ("/desk/listings/{id}/{action}", post(act::act)),
    ]
}
