//! What the centre features on the home page, and its collections.

pub(crate) mod collection;
pub(crate) mod collections;
pub(crate) mod features;
mod plan;
pub(crate) mod slot;

use axum::routing::{MethodRouter, get};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/desk/collections", get(collections::list)),
        (
            "/desk/collections/new",
            get(collection::show_new).post(collection::create),
        ),
        (
            "/desk/collections/{slug}",
            get(collection::show).post(collection::update),
        ),
        (
            "/desk/collections/{slug}/delete",
            get(collection::show).post(collection::delete),
        ),
        (
            "/desk/collections/{slug}/products",
            get(collection::show).post(collection::products),
        ),
        ("/desk/features", get(features::features)),
        ("/desk/features/{slot}", get(slot::show).post(slot::put)),
        ("/desk/features/{slot}/delete", get(slot::show).post(slot::empty)),
    ]
}
