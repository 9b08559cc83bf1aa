//! OCOP certificates.

pub(crate) mod calendar;
pub(crate) mod calendar_file;
pub(crate) mod certificate;
pub(crate) mod list;
pub(crate) mod new;
mod paper;
