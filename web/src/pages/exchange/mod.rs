//! Bringing tables in.

pub(super) mod apply;
pub(super) mod export;
pub(super) mod import;
pub(super) mod imports;

use axum::routing::{MethodRouter, get};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/desk/export/{kind}", get(export::export)),
        ("/desk/import", get(imports::show).post(imports::send)),
        ("/desk/import/{id}", get(import::show)),
        ("/desk/import/{id}/apply", get(import::show).post(apply::apply)),
    ]
}
