//! Lots in the producer's store room.

pub(crate) mod lot;
pub(crate) mod lots;
pub(crate) mod new;
mod taken;

use axum::routing::{MethodRouter, get};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/desk/stock", get(lots::lots)),
        ("/desk/stock/new", get(new::show).post(new::create_lot)),
        ("/desk/stock/{lot}", get(lot::show).post(lot::adjust)),
    ]
}
