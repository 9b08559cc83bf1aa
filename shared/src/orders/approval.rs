//! Purchases that somebody in the buyer's organisation has to approve before producers see them.

use crate::{Checks, Date, Input, Money, PurchaseId, Timestamp};

words! {
    /// What can be decided about a purchase.
    pub enum PurchaseAction {
        Approve = "approve",
        Refuse = "refuse",
    }
}

/// The highest amount that can be set as a limit.
const MOST: i64 = 1_000_000_000_000;

views! {
    /// How a retailer buys.
    pub struct BuyingRules {
        /// Purchases by buyers that come to so much with VAT or more wait for an approver; null: none do.
        pub approval_from: Option<Money>,
        pub version: i64,
    }

    /// A purchase in a list.
    pub struct PurchaseSummary {
        pub id: PurchaseId,
        /// Who ordered.
        pub requested_by: String,
        pub po_number: Option<String>,
        pub delivery_name: String,
        pub wanted_on: Option<Date>,
        /// Number of orders.
        pub orders: i64,
        pub total: Money,
        pub placed_at: Timestamp,
        /// When it expires unapproved; null where nobody has to approve it.
        pub answer_by: Option<Timestamp>,
    }
}

inputs! {
    /// Sets how a retailer buys.
    pub struct BuyingRulesPut {
        /// In đồng with VAT; left out: nothing has to be approved.
        #[serde(default)]
        pub approval_from: Option<i64>,
    }
}

queries! {
    /// Which purchases.
    pub struct PurchaseFilter {
        /// Only those that wait for approval.
        pub awaiting: Option<bool>,
        pub limit: Option<u16>,
        pub cursor: Option<String>,
    }
}

impl Input for BuyingRulesPut {
    fn check(&self, checks: &mut Checks) {
        checks.optional_number("approval_from", self.approval_from, 1..=MOST);
    }
    fn example() -> Self {
        Self {
            approval_from: Some(20_000_000),
        }
    }
}
