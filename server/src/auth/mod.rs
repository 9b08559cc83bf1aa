//! The only place that turns a request into an [`Actor`], and what an actor may call.

mod allowed;
pub mod password;
mod session;
pub mod throttle;

pub use allowed::Allowed;
pub use session::{COOKIE, authenticate, clear_cookie, cookie, hash, member};

use crate::{
    app::Settings,
    http::{Error, Operation, Result},
};
use shared::{
    Access, Code, Endpoint, Method, OrganisationId, SessionId, UserId,
    account::needs_second_factor,
    endpoint,
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
    pub name: String,
    pub organisation_id: OrganisationId,
    pub kind: OrganisationKind,
    pub status: OrganisationStatus,
    pub role: Role,
    pub session_id: SessionId,
    /// Whether signing in asks this person for a code too.
    pub second_factor: bool,
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
            OrganisationStatus::Closed => Err(Error::refuse(Code::OrganisationClosed)),
            OrganisationStatus::Pending | OrganisationStatus::Rejected => {
                Err(Error::refuse(Code::OrganisationNotVerified))
            }
        }
    }
}

/// What somebody may call who has to switch a second factor on first.
const BEFORE_SECOND_FACTOR: [&str; 8] = [
    "get_session",
    "delete_session",
    "get_account",
    "update_account",
    "change_password",
    "enrol_second_factor",
    "confirm_second_factor",
    "end_other_sessions",
];

/// Refuses people of the centre and of authorities who sign in with a password alone.
pub fn second_factor(settings: &Settings, actor: &Actor, operation: &Operation) -> Result<()> {
    match actor {
        Actor::Member(member)
            if settings.second_factor
                && !member.second_factor
                && needs_second_factor(member.kind)
                && operation.access != Access::Public
                && !BEFORE_SECOND_FACTOR.contains(&operation.name) =>
        {
            Err(Error::refuse(Code::SecondFactorRequired))
        }
        _ => Ok(()),
    }
}

/// Whether the actor may call such an operation at all: by the kind of organisation, by role, and not while the
/// organisation is suspended. Which rows it then finds is the slice's policy.
pub fn may_call(actor: &Actor, operation: &Operation) -> Result<()> {
    let Some(member) = let_in(actor, operation.access)? else {
        return Ok(());
    };
    let rules = (operation.access, operation.roles);
    let sort = (operation.method, operation.while_suspended);
    endpoint::may_call(rules, sort, (member.kind, member.status, member.role)).map_err(Error::refuse)
}

/// Whether the member may call the operation at all: what a view offers to do.
pub fn may<E: Endpoint>(member: &Member) -> bool {
    let sort = (E::METHOD, E::WHILE_SUSPENDED);
    endpoint::may_call(
        (E::ACCESS, E::ROLES),
        sort,
        (member.kind, member.status, member.role),
    )
    .is_ok()
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
    /// Whether it acts for an organisation: what nobody does once that is closed.
    pub fn is_work(&self) -> bool {
        endpoint::is_work((self.access, self.roles), self.method)
    }

    /// Whether it is a change that only organisations of some kinds can make: what a suspension forbids.
    pub fn is_trade(&self) -> bool {
        matches!(self.access, Access::Kinds(_)) && self.method != Method::Get
    }
}
