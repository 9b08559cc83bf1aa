//! Listings: a product's way from a pitch to the shelves of a chain's stores, and the coverage figure.
//!
//! Owns: chains, chain periods, stores, listings, listing stores, shelf confirmations. Whether a product stands on a shelf is decided
//! here: a store said so within the last [`shared::listings::CONFIRMED_DAYS`] days. An order is not a listing.

mod agreements;
mod answer_listing;
mod chains;
mod check;
mod close_store;
mod confirm_listing;
mod confirm_shelves;
mod contact;
mod coverage;
mod create_chain;
mod create_store;
mod delist_listing;
mod entity;
mod gaps;
mod get_chain;
mod get_coverage;
mod get_coverage_history;
mod get_listing;
mod history;
mod list_agreed_prices;
mod list_chains;
mod list_coverage_gaps;
mod list_listings;
mod names;
mod pitch_listing;
mod policy;
mod shelf;
mod shelve_listing;
mod shelves;
mod standing;
mod step;
mod take_back_shelves;
mod update_chain;
mod update_store;
mod view;

pub(crate) use agreements::{Agreements, UnitPrice};
pub(crate) use check::check;
pub(crate) use get_coverage::get_coverage;
pub(crate) use list_agreed_prices::list_agreed_prices;
pub(crate) use list_coverage_gaps::list_coverage_gaps;
pub(crate) use list_listings::list_listings;
pub(crate) use names::{chain_names, listed, store_names};
pub(crate) use shelf::on_shelf;
pub(crate) use shelves::{Shelf, shelves};
pub(crate) use standing::standing_on;

use crate::http::Routes;
use shared::listings::{
    AnswerListing, CloseStore, ConfirmListing, ConfirmShelves, CreateChain, CreateStore, DelistListing,
    GetChain, GetCoverage, GetCoverageHistory, GetListing, ListAgreedPrices, ListChains, ListCoverageGaps,
    ListListings, PitchListing, ShelveListing, TakeBackShelves, UpdateChain, UpdateStore,
};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<ListChains, _, _>(list_chains::list_chains)
        .mount::<CreateChain, _, _>(create_chain::create_chain)
        .mount::<CreateStore, _, _>(create_store::create_store)
        .mount::<ListAgreedPrices, _, _>(list_agreed_prices::list_agreed_prices)
        .mount::<ListListings, _, _>(list_listings::list_listings)
        .mount::<GetListing, _, _>(get_listing::get_listing)
        .mount::<PitchListing, _, _>(pitch_listing::pitch_listing)
        .mount::<AnswerListing, _, _>(answer_listing::answer_listing)
        .mount::<ShelveListing, _, _>(shelve_listing::shelve_listing)
        .mount::<ConfirmListing, _, _>(confirm_listing::confirm_listing)
        .mount::<ConfirmShelves, _, _>(confirm_shelves::confirm_shelves)
        .mount::<TakeBackShelves, _, _>(take_back_shelves::take_back_shelves)
        .mount::<DelistListing, _, _>(delist_listing::delist_listing)
        .mount::<GetChain, _, _>(get_chain::get_chain)
        .mount::<UpdateChain, _, _>(update_chain::update_chain)
        .mount::<UpdateStore, _, _>(update_store::update_store)
        .mount::<CloseStore, _, _>(close_store::close_store)
        .mount::<GetCoverage, _, _>(get_coverage::get_coverage)
        .mount::<GetCoverageHistory, _, _>(get_coverage_history::get_coverage_history)
        .mount::<ListCoverageGaps, _, _>(list_coverage_gaps::list_coverage_gaps);
}
