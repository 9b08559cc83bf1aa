//! The slice's tables. They never leave it.

pub(super) mod consents;
pub(super) mod invitations;
pub(super) mod memberships;
pub(super) mod organisations;
pub(super) mod refresh_tokens;
pub(super) mod sessions;
pub(super) mod users;
