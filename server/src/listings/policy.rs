//! Who may do what with chains and listings.

use super::entity::{chains, listings};
use crate::{
    auth::{Allowed, Member, may},
    catalogue::ProductRow,
    http::{Error, Result},
};
use shared::{
    Code, FieldCode,
    identity::OrganisationKind::{Authority, Centre, Producer, Retailer},
    listings::{AnswerListing, ConfirmListing, DelistListing, ListingAction, ShelveListing},
};

/// Add a chain.
#[derive(Debug)]
pub(super) struct Found;
/// Add a store to a chain.
#[derive(Debug)]
pub(super) struct Extend;
/// Offer a product.
#[derive(Debug)]
pub(super) struct Pitch;
/// See a listing.
#[derive(Debug)]
pub(super) struct See;
/// Answer, shelve, confirm and delist.
#[derive(Debug)]
pub(super) struct Run;

/// The centre.
pub(super) fn may_found(member: &Member) -> Result<Allowed<Found>> {
    Allowed::when(member.kind == Centre, || Error::refuse(Code::Forbidden))
}

/// The centre, the authority, and the retailer that runs the chain: its contacts and closed stores are nobody else's.
pub(super) fn may_see_chain(member: &Member, chain: &chains::Model) -> Result<Allowed<See>> {
    let watches = matches!(member.kind, Centre | Authority);
    Allowed::when(watches || runs(member, chain), Error::not_found)
}

/// The centre, and the retailer that runs the chain.
pub(super) fn may_extend(member: &Member, chain: &chains::Model) -> Result<Allowed<Extend>> {
    Allowed::when(member.kind == Centre || runs(member, chain), Error::not_found)
}

/// A verified producer, its own products that visitors can see.
pub(super) fn may_pitch(member: &Member, product: Option<&ProductRow>) -> Result<Allowed<Pitch>> {
    member.verified()?;
    let own = product.is_some_and(|product| product.public && product.producer_id == member.organisation_id);
    Allowed::when(member.kind == Producer && own, || {
        Error::field("product_id", FieldCode::Unknown)
    })
}

/// The producer, the chain's retailer, the centre and the authority; others must not learn that it exists.
pub(super) fn may_see(
    member: &Member,
    listing: &listings::Model,
    chain: &chains::Model,
) -> Result<Allowed<See>> {
    let sees = match member.kind {
        Producer => listing.producer_id == member.organisation_id,
        Retailer => runs(member, chain),
        Centre | Authority => true,
    };
    Allowed::when(sees, Error::not_found)
}

/// The retailer that runs the chain.
pub(super) fn may_run(member: &Member, chain: &chains::Model) -> Result<Allowed<Run>> {
    Allowed::when(runs(member, chain), Error::not_found)
}

/// Whether the member acts for the retailer that runs the chain.
pub(super) fn runs(member: &Member, chain: &chains::Model) -> bool {
    member.kind == Retailer && chain.organisation_id == member.organisation_id
}

/// Whether the member's role lets them take such a step.
pub(super) fn may_take(member: &Member, action: ListingAction) -> bool {
    match action {
        ListingAction::Answer => may::<AnswerListing>(member),
        ListingAction::Shelve => may::<ShelveListing>(member),
        ListingAction::Confirm => may::<ConfirmListing>(member),
        ListingAction::Delist => may::<DelistListing>(member),
    }
}
