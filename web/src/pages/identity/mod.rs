//! Signing in and up.

pub(crate) mod confirm_email;
mod old_commune;
pub(crate) mod organisation;
pub(crate) mod organisations;
pub(crate) mod own;
pub(crate) mod second_step;
pub(crate) mod sign_in;
pub(crate) mod sign_up;

use axum::routing::{MethodRouter, get, post};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/desk/organisations", get(organisations::list)),
        ("/desk/organisations/{id}", get(organisation::show)),
        (
            "/desk/organisations/{id}/reject",
            get(organisation::show).post(organisation::reject),
        ),
        (
            "/desk/organisations/{id}/verify",
            get(organisation::show).post(organisation::verify),
        ),
        (
            "/desk/organisations/{id}/suspend",
            get(organisation::show).post(organisation::suspend),
        ),
        (
            "/desk/organisations/{id}/reinstate",
            get(organisation::show).post(organisation::reinstate),
        ),
        (
            "/desk/organisations/{id}/close",
            get(organisation::show).post(organisation::close),
        ),
        (
            "/desk/organisations/{id}/reopen",
            get(organisation::show).post(organisation::reopen),
        ),
        ("/desk/organisation", get(own::show).post(own::update)),
        (
            "/confirm-email/{token}",
            get(confirm_email::show).post(confirm_email::confirm),
        ),
        ("/desk/organisation/email", get(own::show).post(own::send_email)),
        ("/desk/organisation/resubmit", get(own::show).post(own::resubmit)),
        ("/desk/switch", get(super::desk::today::today).post(own::switch)),
        ("/sign-in", get(sign_in::show).post(sign_in::sign_in)),
        ("/sign-in/code", get(second_step::show).post(second_step::finish)),
        ("/sign-out", post(sign_in::sign_out)),
        ("/sign-up", get(sign_up::show).post(sign_up::sign_up)),
        ("/sign-up/next", get(sign_up::next)),
    ]
}
