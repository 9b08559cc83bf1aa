//! Who may see and change a producer's page.

use crate::{
    auth::{Actor, Allowed, Member},
    http::{Error, Result},
    identity::Profile,
};
use shared::{
    Code, OrganisationId,
    identity::{OrganisationKind, OrganisationStatus, Role},
};

/// See a producer's page.
#[derive(Debug)]
pub(super) struct See;
/// Change a producer's page.
#[derive(Debug)]
pub(super) struct Change;

/// See a producer's bank account, masked.
#[derive(Debug)]
pub(super) struct SeeAccount;
/// Write or forget a producer's bank account.
#[derive(Debug)]
pub(super) struct ChangeAccount;

/// Everybody once the producer is verified; before, itself, the centre and the authority.
pub(super) fn may_see(actor: &Actor, profile: &Profile) -> Result<Allowed<See>> {
    let watches = matches!(
        actor.kind(),
        Some(OrganisationKind::Centre | OrganisationKind::Authority)
    );
    let own = actor.organisation_id() == Some(profile.id);
    let verified = profile.status == OrganisationStatus::Verified;
    Allowed::when(verified || own || watches, Error::not_found)
}

/// The producer itself, verified or not: a page can be ready before the centre looks at it.
pub(super) fn may_change(member: &Member, id: OrganisationId) -> Result<Allowed<Change>> {
    let own = member.kind == OrganisationKind::Producer && member.organisation_id == id;
    Allowed::when(own, Error::not_found)
}

/// Its own people, and the centre.
pub(super) fn may_see_account(member: &Member, id: OrganisationId) -> Result<Allowed<SeeAccount>> {
    let centre = member.kind == OrganisationKind::Centre;
    Allowed::when(centre || is_own(member, id), Error::not_found)
}

/// Its own manager.
pub(super) fn may_change_account(member: &Member, id: OrganisationId) -> Result<Allowed<ChangeAccount>> {
    Allowed::<ChangeAccount>::when(is_own(member, id), Error::not_found)?;
    Allowed::when(sees_account(member, id), || Error::refuse(Code::Forbidden))
}

/// Whether the member sees the whole number.
pub(super) fn sees_account(member: &Member, id: OrganisationId) -> bool {
    is_own(member, id) && member.role == Role::Manager
}

fn is_own(member: &Member, id: OrganisationId) -> bool {
    member.kind == OrganisationKind::Producer && member.organisation_id == id
}
