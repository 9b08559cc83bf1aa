//! The coverage figure as a task: what is missing, why, and what to do next.

pub(crate) mod gaps;

use axum::routing::{MethodRouter, get};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![("/desk/coverage", get(gaps::gaps))]
}
