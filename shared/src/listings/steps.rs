//! What is sent to take a listing a step further.

use super::{Decision, ListingReason};
use crate::{ChainId, Checks, Date, FieldCode, Input, ListingId, PackId, ProductId, StoreId, Timestamp};

inputs! {
    /// Offers a product to a chain.
    pub struct ListingPitch {
        pub product_id: ProductId,
        pub chain_id: ChainId,
        /// Stores the producer has in mind; left out: all.
        #[serde(default)]
        pub store_ids: Option<Vec<StoreId>>,
        pub note: String,
        /// The pack that is offered.
        #[serde(default)]
        pub pack_id: Option<PackId>,
        /// Cases of the pack that can be had every week.
        #[serde(default)]
        pub weekly_cases: Option<i64>,
        /// In đồng, of one consumer unit, before VAT.
        #[serde(default)]
        pub unit_price: Option<i64>,
        /// The first day of delivery.
        #[serde(default)]
        pub starts_on: Option<Date>,
    }

    /// Answers a pitch.
    pub struct ListingAnswer {
        pub decision: Decision,
        /// Required to decline.
        #[serde(default)]
        pub reason_code: Option<ListingReason>,
        #[serde(default)]
        pub reason: Option<String>,
    }

    /// Puts a product on the shelf of stores.
    pub struct ListingShelve {
        pub store_ids: Vec<StoreId>,
    }

    /// Confirms what stands on the shelf.
    pub struct ListingConfirm {
        /// Left out: every store of the listing.
        #[serde(default)]
        pub store_ids: Option<Vec<StoreId>>,
    }

    /// Confirms many shelves at once, all or none.
    pub struct ShelvesConfirm {
        pub places: Vec<ShelfConfirm>,
    }

    /// Takes back what one has confirmed.
    pub struct ShelvesTakeBack {
        /// When: what `confirm_shelves` or `confirm_listing` has answered as the stores' `confirmed_at`.
        pub confirmed_at: Timestamp,
    }

    /// One product in one store.
    pub struct ShelfConfirm {
        pub listing_id: ListingId,
        pub store_id: StoreId,
    }

    /// Takes a product off the shelves.
    pub struct ListingDelist {
        /// Where; left out: everywhere, and the listing ends. So it does when no store is left.
        #[serde(default)]
        pub store_ids: Option<Vec<StoreId>>,
        pub reason_code: ListingReason,
        #[serde(default)]
        pub reason: Option<String>,
    }
}

fn check_stores(checks: &mut Checks, stores: Option<&[StoreId]>, least: u32) {
    checks.optional_list("store_ids", stores.map(<[StoreId]>::len), least..=500);
    let stores = stores.unwrap_or_default();
    for (index, store) in stores.iter().enumerate().take(500) {
        if stores.iter().take(index).any(|other| other == store) {
            checks.problem(&format!("store_ids[{index}]"), FieldCode::Duplicate, None);
        }
    }
}

impl Input for ListingPitch {
    fn check(&self, checks: &mut Checks) {
        check_stores(checks, self.store_ids.as_deref(), 0);
        checks.text("note", &self.note, 3..=1000);
        checks.optional_number("weekly_cases", self.weekly_cases, 1..=1_000_000);
        checks.optional_number("unit_price", self.unit_price, 1..=1_000_000_000);
        // A number of cases, and the price of a unit, mean nothing without the pack.
        if self.pack_id.is_none() && (self.weekly_cases.is_some() || self.unit_price.is_some()) {
            checks.problem("pack_id", FieldCode::Required, None);
        }
    }
    fn example() -> Self {
        Self {
            product_id: ProductId::EXAMPLE,
            chain_id: ChainId::EXAMPLE,
            store_ids: None,
            note: "Giao được 40 thùng mỗi tuần, giấy tờ đầy đủ, có hàng mẫu.".into(),
            pack_id: None,
            weekly_cases: None,
            unit_price: None,
            starts_on: None,
        }
    }
}

impl Input for ListingAnswer {
    fn check(&self, checks: &mut Checks) {
        if self.decision == Decision::Decline && self.reason_code.is_none() {
            checks.problem("reason_code", FieldCode::Required, None);
        }
        if self.decision == Decision::Decline && self.reason_code == Some(ListingReason::Other) {
            // Another reason says nothing without words.
            checks.text("reason", self.reason.as_deref().unwrap_or_default(), 3..=500);
        } else {
            checks.optional_text("reason", self.reason.as_deref(), 0..=500);
        }
    }
    fn example() -> Self {
        Self {
            decision: Decision::Accept,
            reason_code: None,
            reason: Some("Mời gửi mẫu trong tuần.".into()),
        }
    }
}

impl Input for ListingShelve {
    fn check(&self, checks: &mut Checks) {
        check_stores(checks, Some(&self.store_ids), 1);
    }
    fn example() -> Self {
        Self {
            store_ids: vec![StoreId::EXAMPLE],
        }
    }
}

impl Input for ListingConfirm {
    fn check(&self, checks: &mut Checks) {
        check_stores(checks, self.store_ids.as_deref(), 0);
    }
    fn example() -> Self {
        Self { store_ids: None }
    }
}

impl Input for ShelvesConfirm {
    fn check(&self, checks: &mut Checks) {
        checks.list("places", self.places.len(), 1..=500);
    }
    fn example() -> Self {
        Self {
            places: vec![ShelfConfirm {
                listing_id: ListingId::EXAMPLE,
                store_id: StoreId::EXAMPLE,
            }],
        }
    }
}

impl Input for ShelvesTakeBack {
    fn check(&self, _: &mut Checks) {}
    fn example() -> Self {
        Self {
            confirmed_at: Timestamp(1_795_312_800_000),
        }
    }
}

impl Input for ListingDelist {
    fn check(&self, checks: &mut Checks) {
        check_stores(checks, self.store_ids.as_deref(), 1);
        checks.optional_text("reason", self.reason.as_deref(), 0..=500);
    }
    fn example() -> Self {
        Self {
            store_ids: None,
            reason_code: ListingReason::Season,
            reason: Some("Hết mùa".into()),
        }
    }
}
