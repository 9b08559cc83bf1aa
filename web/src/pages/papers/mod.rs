//! Papers: a producer's own, the centre's comparing, and what a product lacks for a supermarket.

pub(crate) mod beside;
mod fields;
pub(crate) mod kinds;
pub(crate) mod list;
pub(crate) mod needs;
pub(crate) mod new;
pub(crate) mod paper;
mod paper_decision;
mod paper_edit;
mod queue;
pub(crate) mod rows;
pub(crate) mod short;

use axum::routing::{MethodRouter, get};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/desk/papers", get(list::list)),
        ("/desk/papers/new", get(new::show).post(new::add)),
        ("/desk/papers/{id}", get(paper::show).post(paper::update)),
        ("/desk/papers/{id}/file", get(paper::show).post(paper::upload)),
        ("/desk/papers/{id}/remove", get(paper::show).post(paper::remove)),
        ("/desk/papers/{id}/verify", get(paper::show).post(paper::verify)),
        ("/desk/papers/{id}/refuse", get(paper::show).post(paper::refuse)),
    ]
}
