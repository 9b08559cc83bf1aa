//! What is read over several slices: the audit trail, and a producer's sales.
//!
//! Owns no tables: the audit trail is written by every transaction and only read here.

mod get_sales;
mod list_audit;

pub(crate) use list_audit::list_audit;

use crate::http::Routes;
use shared::reports::{GetSales, ListAudit};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<ListAudit, _, _>(list_audit::list_audit)
        .mount::<GetSales, _, _>(get_sales::get_sales);
}
