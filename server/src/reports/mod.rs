//! The market as a whole: who runs it, and what the centre reads over everything.
//!
//! Owns no tables: offices belong to [`crate::identity`], and the audit trail is written by every transaction.

mod get_market;
mod list_audit;

use crate::http::Routes;
use shared::reports::{GetMarket, ListAudit};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<GetMarket, _, _>(get_market::get_market)
        .mount::<ListAudit, _, _>(list_audit::list_audit);
}
