//! Who may bring in what.

use super::entity::imports::Model;
use crate::{
    auth::{Allowed, Member},
    http::{Error, Result},
};
use shared::{Code, FieldCode, OrganisationId, exchange::ImportKind, identity::OrganisationKind};

/// Bring rows in.
#[derive(Debug)]
pub(super) struct BringIn;
/// See and apply an import.
#[derive(Debug)]
pub(super) struct Keep;

/// Producers their own goods, the centre those of any producer; the centre and the authority certificates.
pub(super) fn may_import(member: &Member, kind: ImportKind) -> Result<Allowed<BringIn>> {
    let theirs = match kind {
        ImportKind::Products | ImportKind::Packs | ImportKind::Lots => {
            matches!(member.kind, OrganisationKind::Producer | OrganisationKind::Centre)
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

/// Whose goods a file brings, where they are not the sender's own: only the centre names a producer, and of goods it
/// must.
pub(super) fn for_whom(
    member: &Member,
    kind: ImportKind,
    producer: Option<OrganisationId>,
) -> Result<Option<OrganisationId>> {
    let must = member.kind == OrganisationKind::Centre && kind != ImportKind::Certificates;
    match producer {
        None if must => Err(Error::field("producer_id", FieldCode::Required)),
        Some(_) if !must => Err(Error::field("producer_id", FieldCode::Unknown)),
        producer => Ok(producer),
    }
}
