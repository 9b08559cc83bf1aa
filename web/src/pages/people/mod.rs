//! The people of an organisation: who works for it, who is invited, and the invitation's own page.

pub(crate) mod invitation;
pub(crate) mod invite;
pub(crate) mod list;
pub(crate) mod member;
pub(crate) mod recovery;

use axum::routing::{MethodRouter, get, post};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/desk/people", get(list::show).post(invite::invite)),
        ("/desk/people/{id}", get(member::show).post(member::update)),
        (
            "/desk/people/{id}/recovery",
            get(recovery::show).post(recovery::create),
        ),
        (
            "/desk/organisations/{id}/people/{person}/recovery",
            get(recovery::show_of).post(recovery::create_of),
        ),
        ("/desk/people/{id}/remove", get(member::show).post(member::remove)),
        ("/desk/invitations/{id}/withdraw", post(list::withdraw)),
        (
            "/invitations/{token}",
            get(invitation::show).post(invitation::accept),
        ),
    ]
}
