//! Lots and the append-only ledger of what came and went.

use crate::{
    Checks, Date, Input, LotId, MovementId, OrderId, PackId, Page, ProductId, Timestamp,
    identity::OrganisationKind::Producer, listings::ProductRef,
};
use std::collections::BTreeMap;

words! {
    /// Why a lot's stock changed.
    pub enum MovementReason {
        /// Made, harvested or bought in.
        Produced = "produced",
        /// Counted, and the count differed.
        Counted = "counted",
        /// Spoilt, broken or lost.
        Spoilt = "spoilt",
        /// Given away as a sample.
        Sample = "sample",
        /// Sold elsewhere.
        SoldElsewhere = "sold_elsewhere",
        /// Sent to a buyer. Written by shipping, never by hand.
        Shipped = "shipped",
        /// Came back. Written by the market.
        Returned = "returned",
    }
}

views! {
    /// A batch of one pack.
    pub struct Lot {
        pub id: LotId,
        pub pack_id: PackId,
        pub product_id: ProductId,
        pub product_name: String,
        pub product_name_en: Option<String>,
        pub pack_label: String,
        pub pack_label_en: Option<String>,
        /// The producer's own code, at most 20 characters (GS1 AI 10).
        pub code: String,
        pub produced_on: Date,
        pub best_before: Option<Date>,
        /// Cases in the store room.
        pub on_hand: i64,
        /// Of them, held for orders.
        pub reserved: i64,
        /// Cases that can be ordered now; none once the lot is past its best-before day.
        pub available: i64,
    }

    /// One change of a lot.
    pub struct Movement {
        pub id: MovementId,
        pub at: Timestamp,
        /// Cases that came (positive) or went (negative).
        pub delta: i64,
        pub reason: MovementReason,
        pub order_id: Option<OrderId>,
        pub note: Option<String>,
    }
}

/// So many cases of a pack, or fewer, run out.
pub const FEW_CASES: i64 = 5;

views! {
    /// What of one's own goods buyers can hardly order, or not at all.
    pub struct Shortages {
        /// Packs on sale of which five cases or fewer can still be ordered over all lots; the fewest first. Packs of a
        /// product of which nothing is left are not among them.
        pub running_out: Vec<LowPack>,
        /// Public products in season with packs on sale, of which nothing can be ordered; by name.
        pub unstocked: Vec<ProductRef>,
    }

    /// A pack that runs out.
    pub struct LowPack {
        pub pack_id: PackId,
        pub pack_label: String,
        pub pack_label_en: Option<String>,
        pub product: ProductRef,
        /// Cases that can be ordered now.
        pub available: i64,
    }
}

impl Lot {
    /// Cases of these lots that can be ordered: what orders hold of a pack's lots past their day has to come out of its
    /// good ones, and is free there for nobody else.
    pub fn orderable<'a>(lots: impl IntoIterator<Item = &'a Self>, today: Date) -> i64 {
        let mut packs: BTreeMap<PackId, i64> = BTreeMap::new();
        for lot in lots {
            let past = lot.best_before.is_some_and(|last| last < today);
            *packs.entry(lot.pack_id).or_default() += if past { -lot.reserved } else { lot.available };
        }
        packs.into_values().map(|free| free.max(0)).sum()
    }
}

inputs! {
    /// A new lot.
    pub struct LotCreate {
        pub pack_id: PackId,
        pub code: String,
        /// Cases.
        pub quantity: i64,
        pub produced_on: Date,
        #[serde(default)]
        pub best_before: Option<Date>,
    }

    /// A change of stock by hand.
    pub struct LotAdjust {
        /// Cases that came (positive) or went (negative).
        pub delta: i64,
        /// `produced`, `counted`, `spoilt`, `sample` or `sold_elsewhere`.
        pub reason: MovementReason,
        #[serde(default)]
        pub note: Option<String>,
    }
}

queries! {
    /// Which of one's own lots.
    pub struct LotFilter {
        pub product_id: Option<ProductId>,
        pub pack_id: Option<PackId>,
        /// Only lots that still hold something.
        pub in_stock: Option<bool>,
        pub limit: Option<u16>,
        pub cursor: Option<String>,
    }
}

impl Input for LotCreate {
    fn check(&self, checks: &mut Checks) {
        checks.text("code", &self.code, 1..=20);
        checks.form("code", &self.code, r"^[A-Za-z0-9._/\-]+$", |code| {
            code.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"._/-".contains(&byte))
        });
        checks.number("quantity", self.quantity, 1..=1_000_000);
        if self
            .best_before
            .is_some_and(|best_before| best_before < self.produced_on)
        {
            checks.problem("best_before", crate::FieldCode::Order, None);
        }
    }
    fn example() -> Self {
        Self {
            pack_id: PackId::EXAMPLE,
            code: "L2611-99".into(),
            quantity: 40,
            produced_on: time::macros::date!(2026 - 11 - 01),
            best_before: Some(time::macros::date!(2027 - 08 - 01)),
        }
    }
}

impl Input for LotAdjust {
    fn check(&self, checks: &mut Checks) {
        checks.number("delta", self.delta, -1_000_000..=1_000_000);
        if self.delta == 0 {
            checks.problem("delta", crate::FieldCode::Required, None);
        }
        if matches!(self.reason, MovementReason::Shipped | MovementReason::Returned) {
            checks.problem("reason", crate::FieldCode::Unknown, None);
        }
        checks.optional_text("note", self.note.as_deref(), 0..=200);
    }
    fn example() -> Self {
        Self {
            delta: 5,
            reason: MovementReason::Counted,
            note: Some("Kiểm kho cuối tuần".into()),
        }
    }
}

use crate::Access::Kinds;

endpoints! {
    "stock";
    /// Adds a lot.
    CreateLot = "create_lot", Post "/lots" {
        body: LotCreate, response: Lot, status: 201, access: Kinds(&[Producer]), roles: [Staff],
        idempotency: Optional,
    }
    /// Changes a lot's stock; it never goes below what is held for orders.
    AdjustLot = "adjust_lot", Post "/lots/{id}/adjustments" {
        path: (LotId,), body: LotAdjust, response: Lot, status: 201, access: Kinds(&[Producer]), roles: [Staff],
        idempotency: Optional, problems: [StockInsufficient],
    }
    /// Lists one's own lots, first to expire first.
    ListLots = "list_lots", Get "/lots" {
        query: LotFilter, response: Page<Lot>, access: Kinds(&[Producer]), roles: every,
    }
    /// Tells what of one's own goods runs out, and what buyers see and cannot order.
    GetShortages = "get_shortages", Get "/lots/shortages" {
        response: Shortages, access: Kinds(&[Producer]), roles: every,
    }
    /// Shows one of one's own lots.
    GetLot = "get_lot", Get "/lots/{id}" { path: (LotId,), response: Lot, access: Kinds(&[Producer]), roles: every, }
    /// Lists what came and went in a lot, newest first.
    ListMovements = "list_movements", Get "/lots/{id}/movements" {
        path: (LotId,), query: crate::PageQuery, response: Page<Movement>, access: Kinds(&[Producer]),
        roles: every,
    }
}
