//! The market as a whole: who runs it, and what the centre reads over everything.

use crate::{
    AuditId, Page, Timestamp,
    identity::{Contact, OrganisationKind::Centre},
    producers::CommuneRef,
};

views! {
    /// Which market this is, who runs it, whom to ask.
    pub struct Market {
        pub province: String,
        pub province_en: String,
        /// Whether this is an invented province for trying out.
        pub demo: bool,
        /// The trade-promotion centre, which runs the market and takes complaints and requests about personal data.
        pub centre: Vec<Office>,
        /// The authorities, which record certificates.
        pub authorities: Vec<Office>,
    }

    /// A public office.
    pub struct Office {
        pub name: String,
        pub commune: CommuneRef,
        pub contact: Contact,
    }

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
    /// Tells which market this is and who runs it.
    GetMarket = "get_market", Get "/market" { response: Market, }
    /// Lists the audit trail, newest first.
    ListAudit = "list_audit", Get "/audit" {
        query: AuditFilter, response: Page<AuditEntry>, access: Kinds(&[Centre]),
    }
}
