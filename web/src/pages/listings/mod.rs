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
