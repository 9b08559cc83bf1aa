//! What the centre reads over everything, and what a producer reads over its own sales.

use crate::{
    AuditId, Date, Money, Page, ProductId, Timestamp,
    identity::OrganisationKind::{Centre, Producer},
    orders::BuyerRef,
};

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

    /// A producer's sales of twelve months, this month the last. Counted are orders that were accepted, by the day
    /// they were placed, before VAT.
    pub struct Sales {
        /// The first day of the first month.
        pub from: Date,
        /// The last day.
        pub to: Date,
        pub total: SalesFigures,
        pub answers: SalesAnswers,
        /// Every month, oldest first, those without an order too.
        pub months: Vec<SalesMonth>,
        /// What was sold, most money first.
        pub products: Vec<SalesProduct>,
        /// Who bought most, at most ten.
        pub buyers: Vec<SalesBuyer>,
    }

    /// How much was sold.
    pub struct SalesFigures {
        pub orders: i64,
        pub cases: i64,
        /// Before VAT.
        pub amount: Money,
    }

    /// How orders were answered. Those that wait, and those the buyer took back, are left out.
    pub struct SalesAnswers {
        pub confirmed: i64,
        pub declined: i64,
        /// Not answered in time.
        pub expired: i64,
        /// Answered of all, in per cent with one decimal; null where there is nothing to count.
        pub percent: Option<f64>,
        /// Hours from placing to the answer, on average, with one decimal.
        pub hours: Option<f64>,
    }

    /// One month.
    pub struct SalesMonth {
        /// Its first day.
        pub month: Date,
        pub figures: SalesFigures,
    }

    /// One product, over all months and month by month in the order of `months`.
    pub struct SalesProduct {
        pub product_id: ProductId,
        pub name: String,
        pub name_en: Option<String>,
        pub cases: i64,
        /// Before VAT.
        pub amount: Money,
        pub cases_by_month: Vec<i64>,
    }

    /// One buyer.
    pub struct SalesBuyer {
        pub buyer: BuyerRef,
        pub orders: i64,
        /// Before VAT.
        pub amount: Money,
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
    /// Shows what one has sold in twelve months: by month, product and buyer.
    GetSales = "get_sales", Get "/sales" { response: Sales, access: Kinds(&[Producer]), roles: every, }
}
