//! The market as a whole: who runs it, the audit trail, and a producer's sales.
//!
//! Owns no tables: offices belong to [`crate::identity`], and the audit trail is written by every transaction.

mod get_market;
mod get_sales;
mod list_audit;

pub(crate) use list_audit::list_audit;

use crate::http::Routes;
use shared::reports::{GetMarket, GetSales, ListAudit};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<GetMarket, _, _>(get_market::get_market)
        .mount::<ListAudit, _, _>(list_audit::list_audit)
        .mount::<GetSales, _, _>(get_sales::get_sales);
}
