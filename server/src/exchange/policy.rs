//! Who may bring in what.

use super::entity::imports::Model;
use crate::{
    auth::{Allowed, Member},
    http::{Error, Result},
};
use shared::{Code, exchange::ImportKind, identity::OrganisationKind};

/// Bring rows in.
#[derive(Debug)]
pub(super) struct BringIn;
/// See and apply an import.
#[derive(Debug)]
pub(super) struct Keep;

/// Producers their own goods; the centre and the authority certificates.
pub(super) fn may_import(member: &Member, kind: ImportKind) -> Result<Allowed<BringIn>> {
    let theirs = match kind {
        ImportKind::Products | ImportKind::Packs | ImportKind::Lots => {
            member.kind == OrganisationKind::Producer
        }
        ImportKind::Certificates => matches!(
            member.kind,
            OrganisationKind::Centre | OrganisationKind::Authority
        ),
    };
    Allowed::when(theirs, || Error::refuse(Code::Forbidden))
}

/// Members of the organisation that sent it; to others there is no such import.
pub(super) fn may_keep(member: &Member, row: &Model) -> Result<Allowed<Keep>> {
    Allowed::when(member.organisation_id == row.organisation_id, Error::not_found)
}
