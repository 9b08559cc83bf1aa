//! Who may do what with organisations and their people.

use super::entity::organisations;
use crate::{
    auth::{Allowed, Member},
    http::{Error, Result},
};
use shared::{
    OrganisationId,
    identity::{OrganisationKind, OrganisationStatus},
};

/// Give somebody a way to a new password.
#[derive(Debug)]
pub(super) struct Recover;
/// See an organisation's particulars.
#[derive(Debug)]
pub(super) struct See;
/// Verify, reject, suspend or reinstate an organisation.
#[derive(Debug)]
pub(super) struct Decide;
/// Change an organisation's data, or ask the centre once more.
#[derive(Debug)]
pub(super) struct Mend;
/// See who works in an organisation.
#[derive(Debug)]
pub(super) struct SeePeople;
/// Invite people, change their roles, take them out. That only managers may is said where the operations are declared.
#[derive(Debug)]
pub(super) struct Manage;

/// Its members, the centre and the authority; others must not learn that it exists.
pub(super) fn may_see(member: &Member, row: &organisations::Model) -> Result<Allowed<See>> {
    let watches = matches!(
        member.kind,
        OrganisationKind::Centre | OrganisationKind::Authority
    );
    Allowed::when(watches || member.organisation_id == row.id, Error::not_found)
}

/// The centre, of those who trade, while they are in one of these states.
pub(super) fn may_decide(
    member: &Member,
    row: &organisations::Model,
    from: &[OrganisationStatus],
) -> Result<Allowed<Decide>> {
    Allowed::<Decide>::when(member.kind == OrganisationKind::Centre, Error::not_found)?;
    let trades = matches!(row.kind, OrganisationKind::Producer | OrganisationKind::Retailer);
    Allowed::when(trades && from.contains(&row.status), || {
        Error::wrong_state(["Đơn vị", "organisation"], row.status.as_str())
    })
}

/// Its own.
pub(super) fn may_mend(member: &Member, id: OrganisationId) -> Result<Allowed<Mend>> {
    Allowed::when(member.organisation_id == id, Error::not_found)
}

/// Its members and the centre.
pub(super) fn may_see_people(member: &Member, id: OrganisationId) -> Result<Allowed<SeePeople>> {
    let watches = member.kind == OrganisationKind::Centre;
    Allowed::when(watches || member.organisation_id == id, Error::not_found)
}

/// Its own.
pub(super) fn may_manage(member: &Member, id: OrganisationId) -> Result<Allowed<Manage>> {
    Allowed::when(member.organisation_id == id, Error::not_found)
}

/// Its own, and for the centre those who trade: offices look after themselves. That only managers may is said where the
/// operation is declared.
pub(super) fn may_recover(member: &Member, row: &organisations::Model) -> Result<Allowed<Recover>> {
    let trades = matches!(row.kind, OrganisationKind::Producer | OrganisationKind::Retailer);
    let centre = member.kind == OrganisationKind::Centre && trades;
    Allowed::when(centre || member.organisation_id == row.id, Error::not_found)
}
