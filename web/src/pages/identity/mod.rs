//! Signing in and up.

pub(crate) mod sign_in;
