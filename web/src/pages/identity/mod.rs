//! Signing in and up.

pub(crate) mod confirm_email;
mod old_commune;
pub(crate) mod organisation;
pub(crate) mod organisations;
pub(crate) mod own;
pub(crate) mod second_step;
pub(crate) mod sign_in;
pub(crate) mod sign_up;
