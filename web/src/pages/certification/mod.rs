//! OCOP certificates.

pub(crate) mod calendar;
pub(crate) mod calendar_file;
pub(crate) mod certificate;
pub(crate) mod list;
pub(crate) mod new;
mod paper;

use axum::routing::{MethodRouter, get};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/desk/certificates", get(list::list)),
        ("/desk/certificates/calendar", get(calendar::calendar)),
        ("/desk/certificates/calendar.ics", get(calendar_file::file)),
        ("/desk/certificates/new", get(new::show).post(new::create)),
        (
            "/desk/certificates/{id}",
            get(certificate::show).post(certificate::correct),
        ),
        (
            "/desk/certificates/{id}/revoke",
            get(certificate::show).post(certificate::revoke),
        ),
    ]
}
