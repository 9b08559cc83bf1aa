//! Retail chains and their stores, which the centre and the chains themselves keep.

pub(crate) mod chain;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod store;

use axum::routing::{MethodRouter, get, post};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/desk/chains", get(list::list)),
        ("/desk/chains/new", get(new::show_chain).post(new::create_chain)),
        ("/desk/chains/{id}", get(chain::show).post(chain::update)),
        (
            "/desk/chains/{id}/stores/{store}",
            get(store::show).post(store::update),
        ),
        ("/desk/chains/{id}/stores/{store}/close", post(chain::close)),
        (
            "/desk/chains/{id}/stores/new",
            get(new::show_store).post(new::create_store),
        ),
    ]
}
