//! Who may do what with certificates.

use crate::{
    auth::{Allowed, Member},
    http::{Error, Result},
};
use shared::{Code, OrganisationId, identity::OrganisationKind};

/// Record a certificate.
#[derive(Debug)]
pub(super) struct Record;

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
