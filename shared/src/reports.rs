//! The market as a whole: who runs it, what the centre and the authority read over everything, and a producer over its
//! own sales.

use crate::{
    AuditId, Date, Money, OrganisationId, Page, ProductId, Timestamp, UserId,
    certification::Certificate,
    identity::{
        Contact,
        OrganisationKind::{Authority, Centre, Producer},
    },
    listings::{CoveragePoint, ValidCounts},
    orders::BuyerRef,
    producers::CommuneRef,
};

words! {
    /// What waits for the centre.
    pub enum QueueName {
        /// Organisations to verify.
        Organisations = "organisations",
        /// Products to review.
        Products = "products",
        /// Papers to compare with their scans.
        Papers = "papers",
    }
}

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
        /// What it is called, with what it belongs to; null where it is gone, or has no name.
        pub subject_name: Option<String>,
        pub subject_name_en: Option<String>,
        /// Kind of the thing whose page shows it, itself or what it belongs to: a pack's `product`. Null where there is none.
        pub shown_by: Option<String>,
        pub shown_by_id: Option<String>,
        /// The person's name; null for the market itself.
        pub user: Option<String>,
        pub user_id: Option<UserId>,
        pub organisation: Option<String>,
        pub organisation_id: Option<OrganisationId>,
        /// The address the request came from, its last part hidden.
        pub address: Option<String>,
        pub request_id: Option<String>,
        /// What changed, where the operation wrote it down.
        pub changes: Vec<AuditChange>,
    }

    /// One value that a write changed.
    pub struct AuditChange {
        /// Where in the view, as a path: `unit_price.amount`.
        pub field: String,
        /// Null where there was nothing, or where it is personal and not written down.
        pub before: Option<String>,
        pub after: Option<String>,
        /// Whether the values are personal, so that only the fact of the change is kept.
        pub personal: bool,
    }

    /// What waits for the centre in one queue.
    pub struct Queue {
        pub queue: QueueName,
        pub count: i64,
        /// Since when the first has been waiting.
        pub oldest_at: Option<Timestamp>,
    }

    /// The state of the province's programme on a day: the report of 18–20 November and of 1 December.
    pub struct StateReport {
        pub on: Date,
        /// Valid products by stars, against the targets of the plan.
        pub valid: ValidCounts,
        pub coverage: CoveragePoint,
        /// Valid products by the commune of their producer.
        pub communes: Vec<StateRow>,
        /// Valid products by group.
        pub groups: Vec<StateRow>,
        /// Certificates whose last valid day lies within 180 days of the day.
        pub lapsing: Vec<Certificate>,
        /// Certificates that lapsed or were revoked within the year before.
        pub lapsed: Vec<Certificate>,
        /// Communes with a producer of a valid product.
        pub commune_count: i64,
    }

    /// Valid products of one commune or group.
    pub struct StateRow {
        /// The commune's or the group's code.
        pub code: String,
        pub name: String,
        pub name_en: String,
        pub three: i64,
        pub four: i64,
        pub five: i64,
        pub all: i64,
    }

    /// A producer's sales of twelve months, this month the last. Counted are orders that were confirmed, by the day
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
        /// Part of the person's name, with or without marks.
        pub user: Option<String>,
        pub organisation_id: Option<OrganisationId>,
        /// The first day.
        pub from: Option<Date>,
        /// The last day.
        pub until: Option<Date>,
        /// Text within what changed.
        pub q: Option<String>,
        pub limit: Option<u16>,
        pub cursor: Option<String>,
    }

    /// The state on which day.
    pub struct StateQuery {
        /// Left out: today.
        pub on: Option<Date>,
    }
}

use crate::Access::Kinds;

endpoints! {
    "reports";
    /// Tells which market this is and who runs it.
    GetMarket = "get_market", Get "/market" { response: Market, }
    /// Lists the audit trail, newest first.
    ListAudit = "list_audit", Get "/audit" {
        query: AuditFilter, response: Page<AuditEntry>, access: Kinds(&[Centre]), roles: [Editor],
    }
    /// Tells how many wait in each of the centre's queues, and for how long.
    ListQueues = "list_queues", Get "/queues" { response: Page<Queue>, access: Kinds(&[Centre]), roles: every, }
    /// Tells how the programme stands on a day: by stars, commune and group, what lapses, the coverage figure.
    GetStateReport = "get_state_report", Get "/reports/state" {
        query: StateQuery, response: StateReport, access: Kinds(&[Centre, Authority]), roles: every,
    }
    /// Shows what one has sold in twelve months: by month, product and buyer.
    GetSales = "get_sales", Get "/sales" { response: Sales, access: Kinds(&[Producer]), roles: every, }
}
