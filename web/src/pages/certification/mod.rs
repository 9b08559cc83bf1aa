//! OCOP certificates on the desk.

pub(crate) mod list;
pub(crate) mod new;
