//! The slice's tables. They never leave it.

pub(super) mod consents;
pub(super) mod email_changes;
pub(super) mod invitations;
pub(super) mod memberships;
pub(super) mod organisations;
pub(super) mod password_resets;
pub(super) mod recovery_codes;
pub(super) mod refresh_tokens;
pub(super) mod second_factors;
pub(super) mod sessions;
pub(super) mod sign_in_steps;
pub(super) mod users;
pub(super) mod verified_periods;
