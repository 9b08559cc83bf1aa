//! What the centre and the authority read over everything.

use crate::{AuditId, Page, Timestamp, identity::OrganisationKind::Centre};

views! {
    /// Who changed what, when, from where.
    pub struct AuditEntry {
        pub id: AuditId,
        pub at: Timestamp,
        /// The operationId, or the name of a job.
        pub operation: String,
        /// Kind of thing: `order`, `product`.
        pub subject: String,
        pub subject_id: String,
        /// The person's name; null for the market itself.
        pub user: Option<String>,
        pub organisation: Option<String>,
        /// The address the request came from, its last part hidden.
        pub address: Option<String>,
        pub request_id: Option<String>,
    }
}

queries! {
    /// Which entries.
    pub struct AuditFilter {
        pub operation: Option<String>,
        pub subject: Option<String>,
        pub subject_id: Option<String>,
        pub limit: Option<u16>,
        pub cursor: Option<String>,
    }
}

use crate::Access::Kinds;

endpoints! {
    "reports";
    /// Lists the audit trail, newest first.
    ListAudit = "list_audit", Get "/audit" {
        query: AuditFilter, response: Page<AuditEntry>, access: Kinds(&[Centre]), roles: [Editor],
    }
}
