//! The only place that turns a request into an [`Actor`], and what an actor may call.

mod allowed;
pub mod password;
mod session;
pub mod throttle;

pub use allowed::Allowed;
pub use session::{COOKIE, authenticate, clear_cookie, cookie, hash, member};

use crate::http::{Error, Result};
use shared::{
    Access, Code, OrganisationId, SessionId, UserId,
    identity::{OrganisationKind, OrganisationStatus, Role},
};

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    Anonymous,
    Member(Member),
}

/// A person, acting for an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub user_id: UserId,
    pub organisation_id: OrganisationId,
    pub kind: OrganisationKind,
    pub status: OrganisationStatus,
    pub role: Role,
    pub session_id: SessionId,
}

impl Actor {
    pub const fn organisation_id(&self) -> Option<OrganisationId> {
        match self {
            Self::Anonymous => None,
            Self::Member(member) => Some(member.organisation_id),
        }
    }

    /// The kind of the caller's organisation.
    pub const fn kind(&self) -> Option<OrganisationKind> {
        match self {
            Self::Anonymous => None,
            Self::Member(member) => Some(member.kind),
        }
    }
}

impl Member {
    /// Refuses organisations that the centre has not verified, or has suspended.
    pub fn verified(&self) -> Result<&Self> {
        if self.status == OrganisationStatus::Verified {
            Ok(self)
        } else {
            Err(Error::refuse(Code::OrganisationNotVerified))
        }
    }
}

/// Whether the actor may call such an operation at all.
pub fn may_call(actor: &Actor, access: Access) -> Result<()> {
    match (access, actor) {
        (Access::Public, _) | (Access::SignedIn, Actor::Member(_)) => Ok(()),
        (Access::Kinds(kinds), Actor::Member(member)) if kinds.contains(&member.kind) => Ok(()),
        (Access::Kinds(_), Actor::Member(_)) => Err(Error::refuse(Code::Forbidden)),
        (_, Actor::Anonymous) => Err(Error::refuse(Code::Unauthenticated)),
    }
}
