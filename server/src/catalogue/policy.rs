//! Who may do what with products. Rows of other producers do not exist for a producer.

use super::entity::{packs, products};
use crate::{
    auth::{Allowed, Member},
    http::{Error, Result},
};
use shared::{
    OrganisationId,
    catalogue::ProductStatus::{self, Draft, InReview, Returned},
    identity::OrganisationKind,
};

/// See a product as it is worked on.
#[derive(Debug)]
pub(super) struct See;
/// Change a product's texts and pictures.
#[derive(Debug)]
pub(super) struct Edit;
/// Hand a product to the centre.
#[derive(Debug)]
pub(super) struct Submit;
/// Publish or return a product.
#[derive(Debug)]
pub(super) struct Review;
/// Change packs.
#[derive(Debug)]
pub(super) struct Price;

pub(super) fn own(member: &Member, producer: OrganisationId) -> Result<()> {
    if member.kind == OrganisationKind::Producer && member.organisation_id == producer {
        Ok(())
    } else {
        Err(Error::not_found())
    }
}

fn stands(status: ProductStatus, among: &[ProductStatus]) -> Result<()> {
    if among.contains(&status) {
        Ok(())
    } else {
        Err(Error::wrong_state(["Sản phẩm", "product"], status.as_str()))
    }
}

/// Whether a member sees products of all producers.
pub(super) const fn sees_all(member: &Member) -> bool {
    matches!(
        member.kind,
        OrganisationKind::Centre | OrganisationKind::Authority
    )
}

/// Its producer, the centre and the authority.
pub(super) fn may_see(member: &Member, row: &products::Model) -> Result<Allowed<See>> {
    if !sees_all(member) {
        own(member, row.producer_id)?;
    }
    Allowed::when(true, Error::not_found)
}

/// Its producer, except while the centre reads it.
pub(super) fn may_edit(member: &Member, row: &products::Model) -> Result<Allowed<Edit>> {
    own(member, row.producer_id)?;
    stands(row.status, &[Draft, Returned, ProductStatus::Published])?;
    Allowed::when(true, Error::not_found)
}

/// Its producer, once verified. A returned product may come back as it is: perhaps only its packs were wrong.
pub(super) fn may_submit(member: &Member, row: &products::Model) -> Result<Allowed<Submit>> {
    own(member, row.producer_id)?;
    member.verified()?;
    stands(row.status, &[Draft, Returned])?;
    Allowed::when(true, Error::not_found)
}

/// The centre, of products that were handed to it.
pub(super) fn may_review(member: &Member, row: &products::Model) -> Result<Allowed<Review>> {
    Allowed::<Review>::when(member.kind == OrganisationKind::Centre, Error::not_found)?;
    stands(row.status, &[InReview])?;
    Allowed::when(true, Error::not_found)
}

/// The centre, whichever product.
pub(super) fn is_centre(member: &Member) -> Result<()> {
    Allowed::<Review>::when(member.kind == OrganisationKind::Centre, Error::not_found).map(drop)
}

/// Its producer, of what was never public.
pub(super) fn may_delete(member: &Member, row: &products::Model) -> Result<()> {
    own(member, row.producer_id)?;
    if row.reviewed_version_id.is_some() {
        return Err(Error::wrong_state(
            ["Sản phẩm", "product"],
            ProductStatus::Published.as_str(),
        ));
    }
    stands(row.status, &[Draft, Returned])
}

/// Its producer, whatever state it is in.
pub(super) fn may_copy(member: &Member, row: &products::Model) -> Result<Allowed<Edit>> {
    own(member, row.producer_id)?;
    Allowed::when(true, Error::not_found)
}

/// Its producer, at any time: prices, minimums and what is on sale are not reviewed. Names and barcodes are; those wait
/// (`pack_words`).
pub(super) fn may_change_pack(member: &Member, row: &packs::Model) -> Result<Allowed<Price>> {
    own(member, row.producer_id)?;
    Allowed::when(true, Error::not_found)
}
