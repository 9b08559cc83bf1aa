//! Signing in and up.

pub(crate) mod organisations;
pub(crate) mod sign_in;
