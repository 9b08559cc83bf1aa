//! Who may do what with certificates.

use super::entity::certificates;
use crate::{
    auth::{Allowed, Member},
    http::{Error, Result},
};
use shared::{Code, OrganisationId, identity::OrganisationKind};

/// Record a certificate.
#[derive(Debug)]
pub(super) struct Record;

/// Take a certificate back.
#[derive(Debug)]
pub(super) struct Revoke;
/// See a certificate with everything that is known of it.
#[derive(Debug)]
pub(super) struct See;

/// The authority.
pub(super) fn may_revoke(member: &Member) -> Result<Allowed<Revoke>> {
    Allowed::when(member.kind == OrganisationKind::Authority, || {
        Error::refuse(Code::Forbidden)
    })
}

/// The centre, the authority, and the producer whose product it is.
pub(super) fn may_see(member: &Member, row: &certificates::Model) -> Result<Allowed<See>> {
    Allowed::when(
        watches(member) || row.producer_id == member.organisation_id,
        Error::not_found,
    )
}

/// The centre and the authority.
pub(super) fn may_record(member: &Member) -> Result<Allowed<Record>> {
    Allowed::when(watches(member), || Error::refuse(Code::Forbidden))
}

/// The producer whose certificates alone the member may list; None where all.
pub(super) fn lists_only(member: &Member) -> Option<OrganisationId> {
    (!watches(member)).then_some(member.organisation_id)
}

fn watches(member: &Member) -> bool {
    matches!(
        member.kind,
        OrganisationKind::Centre | OrganisationKind::Authority
    )
}
