//! Who may do what with organisations.

use super::entity::organisations;
use crate::{
    auth::{Allowed, Member},
    http::{Error, Result},
};
use shared::identity::{OrganisationKind, OrganisationStatus};

/// See an organisation's particulars.
#[derive(Debug)]
pub(super) struct See;
/// Verify or reject an organisation.
#[derive(Debug)]
pub(super) struct Decide;

/// Its members, the centre and the authority; others must not learn that it exists.
pub(super) fn may_see(member: &Member, row: &organisations::Model) -> Result<Allowed<See>> {
    let watches = matches!(
        member.kind,
        OrganisationKind::Centre | OrganisationKind::Authority
    );
    Allowed::when(watches || member.organisation_id == row.id, Error::not_found)
}

/// The centre, while the organisation waits or has been rejected.
pub(super) fn may_decide(member: &Member, row: &organisations::Model) -> Result<Allowed<Decide>> {
    Allowed::<Decide>::when(member.kind == OrganisationKind::Centre, Error::not_found)?;
    let open = matches!(
        row.status,
        OrganisationStatus::Pending | OrganisationStatus::Rejected
    );
    Allowed::when(open, || {
        Error::wrong_state(["Đơn vị", "organisation"], row.status.as_str())
    })
}
