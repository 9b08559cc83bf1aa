//! The only place that turns a request into an [`Actor`], and what an actor may call.

mod allowed;
pub mod password;
mod session;
pub mod throttle;

pub use allowed::Allowed;
pub use session::{COOKIE, authenticate, clear_cookie, cookie, hash, member};

use crate::http::{Error, Operation, Result};
use shared::{
    Access, Code, Method, OrganisationId, SessionId, UserId,
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
        match self.status {
            OrganisationStatus::Verified => Ok(self),
            OrganisationStatus::Suspended => Err(Error::refuse(Code::OrganisationSuspended)),
            OrganisationStatus::Pending | OrganisationStatus::Rejected => {
                Err(Error::refuse(Code::OrganisationNotVerified))
            }
        }
    }
}

/// Whether the actor may call such an operation at all: by the kind of organisation, by role, and not while the
/// organisation is suspended. Which rows it then finds is the slice's policy.
pub fn may_call(actor: &Actor, operation: &Operation) -> Result<()> {
    let Some(member) = let_in(actor, operation.access)? else {
        return Ok(());
    };
    if !operation.roles.include(member.role) {
        return Err(Error::refuse(Code::Forbidden));
    }
    if member.status == OrganisationStatus::Suspended && operation.is_trade() && !operation.while_suspended {
        return Err(Error::refuse(Code::OrganisationSuspended));
    }
    Ok(())
}

/// The member, where one has to be signed in; whose organisation is of another kind is refused.
pub fn let_in(actor: &Actor, access: Access) -> Result<Option<&Member>> {
    match (access, actor) {
        (Access::Public, _) => Ok(None),
        (_, Actor::Anonymous) => Err(Error::refuse(Code::Unauthenticated)),
        (Access::Kinds(kinds), Actor::Member(member)) if !kinds.contains(&member.kind) => {
            Err(Error::refuse(Code::Forbidden))
        }
        (_, Actor::Member(member)) => Ok(Some(member)),
    }
}

impl Operation {
    /// Whether it is a change that only organisations of some kinds can make: what a suspension forbids.
    pub fn is_trade(&self) -> bool {
        matches!(self.access, Access::Kinds(_)) && self.method != Method::Get
    }
}
