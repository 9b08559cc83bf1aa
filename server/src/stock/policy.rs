//! Who may do what with lots.

use super::entity::lots;
use crate::{
    auth::{Allowed, Member},
    catalogue::PackRow,
    http::{Error, Result},
};
use shared::FieldCode;

/// Add a lot of a pack.
#[derive(Debug)]
pub(super) struct Add;
/// See and change a lot.
#[derive(Debug)]
pub(super) struct Keep;

/// The pack's producer; to others there is no such pack.
pub(super) fn may_add(member: &Member, pack: &PackRow) -> Result<Allowed<Add>> {
    Allowed::when(member.organisation_id == pack.producer_id, || {
        Error::field("pack_id", FieldCode::Unknown)
    })
}

/// The lot's producer; to others there is no such lot.
pub(super) fn may_keep(member: &Member, lot: &lots::Model) -> Result<Allowed<Keep>> {
    Allowed::when(member.organisation_id == lot.producer_id, Error::not_found)
}
