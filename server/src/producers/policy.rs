//! Who may see and change a producer's page.

use crate::{
    auth::{Actor, Allowed, Member},
    http::{Error, Result},
    identity::Profile,
};
use shared::{
    OrganisationId,
    identity::{OrganisationKind, OrganisationStatus},
};

/// See a producer's page.
#[derive(Debug)]
pub(super) struct See;
/// Change a producer's page.
#[derive(Debug)]
pub(super) struct Change;

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
