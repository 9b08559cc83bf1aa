//! What the centre reads over everything.
//!
//! Owns no tables: the audit trail is written by every transaction and only read here.

mod list_audit;

pub(crate) use list_audit::list_audit;

use crate::http::Routes;
use shared::reports::ListAudit;

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes.mount::<ListAudit, _, _>(list_audit::list_audit);
}
