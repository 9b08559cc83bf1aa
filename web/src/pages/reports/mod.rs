//! What is read over everything: the audit trail, the state of the programme, a producer's sales.

pub(crate) mod audit;
mod audit_filters;
pub(crate) mod sales;
pub(crate) mod state;
mod words;

use axum::routing::{MethodRouter, get};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/desk/audit", get(audit::audit)),
        ("/desk/reports/state", get(state::state)),
        ("/desk/sales", get(sales::sales)),
    ]
}
