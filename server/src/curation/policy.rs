//! Who may choose what is featured, and in which slots.

use crate::{
    auth::{Allowed, Member},
    http::{Error, Result},
};
use shared::{Code, curation::SLOTS, identity::OrganisationKind};

/// Fill or empty a slot.
#[derive(Debug)]
pub(super) struct Curate;

/// Put collections together.
#[derive(Debug)]
pub(super) struct Collect;

/// The centre.
pub(super) fn may_collect(member: &Member) -> Result<Allowed<Collect>> {
    Allowed::when(member.kind == OrganisationKind::Centre, || {
        Error::refuse(Code::Forbidden)
    })
}

/// The centre, in slots that exist.
pub(super) fn may_curate(member: &Member, slot: u8) -> Result<Allowed<Curate>> {
    Allowed::<Curate>::when(member.kind == OrganisationKind::Centre, || {
        Error::refuse(Code::Forbidden)
    })?;
    Allowed::when((1..=SLOTS).contains(&slot), Error::not_found)
}
