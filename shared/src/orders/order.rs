//! An order, its steps, and what its parties say to move it on.

use super::{DeclineReason, Delivery, MAX_CASES, MAX_LINES, OrderSide, OrderStatus};
use crate::{
    Checks, Date, FieldCode, Input, ListingId, LotId, Money, OrderId, OrderLineId, OrganisationId, PackId,
    ProductId, PurchaseId, Timestamp, VatCode, identity::Contact, producers::ProducerRef,
};

views! {
    /// One pack in an order, with the price and the words of the day it was placed.
    pub struct OrderLine {
        pub id: OrderLineId,
        pub pack_id: PackId,
        pub product_id: ProductId,
        pub product_slug: String,
        pub product_name: String,
        pub product_name_en: Option<String>,
        pub pack_label: String,
        pub pack_label_en: Option<String>,
        /// Of a consumer unit.
        pub gtin: Option<String>,
        /// Of the case.
        pub case_gtin: Option<String>,
        /// Cases.
        pub quantity: i64,
        /// Consumer units in a case.
        pub units: i32,
        /// Of one consumer unit, before VAT.
        pub unit_price: Money,
        /// Where the price is an agreed one: the listing that says so.
        pub agreed_listing_id: Option<ListingId>,
        pub vat_code: VatCode,
        pub subtotal: Money,
        pub vat: Money,
        /// Cases the buyer accepted; null until received.
        pub accepted: Option<i64>,
        /// Cases that came damaged.
        pub damaged: Option<i64>,
        /// Which lots were shipped, first to expire first.
        pub lots: Vec<LineLot>,
    }

    /// A lot's part in a line.
    pub struct LineLot {
        pub lot_id: LotId,
        pub code: String,
        pub best_before: Option<Date>,
        pub quantity: i64,
    }

    /// A step that an order has taken.
    pub struct OrderEvent {
        pub at: Timestamp,
        pub status: OrderStatus,
        /// Who did it, by organisation; null for the market itself.
        pub by: Option<String>,
        /// The same in English, where a producer has an English name.
        pub by_en: Option<String>,
        /// Why the producer declined.
        pub reason_code: Option<DeclineReason>,
        pub note: Option<String>,
        /// Of a receipt that was corrected: its corrected lines, as they were counted before. Empty for every other step.
        pub before: Vec<CountedLine>,
    }

    /// What was said to have arrived of a line.
    pub struct CountedLine {
        pub line_id: OrderLineId,
        /// Cases.
        pub accepted: i64,
        /// Cases.
        pub damaged: i64,
    }

    /// An order, as its buyer, its seller and the centre see it.
    pub struct Order {
        pub id: OrderId,
        /// For people: `DH-261122-7K3Q`.
        pub number: String,
        pub purchase_id: PurchaseId,
        pub buyer: BuyerRef,
        pub producer: ProducerRef,
        /// Who answers for the order at the producer's: for the order's parties and the centre, public or not.
        pub producer_contact: Contact,
        pub status: OrderStatus,
        pub po_number: Option<String>,
        pub note: Option<String>,
        pub delivery: Delivery,
        pub lines: Vec<OrderLine>,
        pub subtotal: Money,
        pub vat: Money,
        /// What was ordered, with VAT.
        pub total: Money,
        /// What is to be paid once the goods are received: the accepted cases; null before.
        pub due: Option<AmountDue>,
        pub placed_at: Timestamp,
        /// When the order expires unanswered; null once answered.
        pub answer_by: Option<Timestamp>,
        pub events: Vec<OrderEvent>,
        /// What the caller may do next.
        pub actions: Vec<OrderAction>,
        pub version: i64,
    }

    /// What the accepted cases of an order come to.
    pub struct AmountDue {
        pub subtotal: Money,
        pub vat: Money,
        pub total: Money,
    }

    /// A buyer by name.
    pub struct BuyerRef {
        pub id: OrganisationId,
        pub name: String,
    }

    /// An order in a list.
    pub struct OrderSummary {
        pub id: OrderId,
        pub number: String,
        pub buyer: BuyerRef,
        pub producer: ProducerRef,
        pub status: OrderStatus,
        pub po_number: Option<String>,
        /// Number of lines.
        pub lines: i64,
        pub total: Money,
        /// Where the goods go.
        pub delivery_name: String,
        /// The day the buyer would like them.
        pub wanted_on: Option<Date>,
        /// Cases that were not accepted or came damaged; null until received.
        pub missing: Option<i64>,
        pub placed_at: Timestamp,
        pub answer_by: Option<Timestamp>,
    }

    /// An order for which cases of a lot are held.
    pub struct LotOrder {
        pub order_id: OrderId,
        pub number: String,
        pub buyer: BuyerRef,
        pub status: OrderStatus,
        /// Cases of this lot.
        pub quantity: i64,
    }
}

words! {
    /// What can be done with an order.
    pub enum OrderAction {
        Confirm = "confirm",
        Decline = "decline",
        Cancel = "cancel",
        Ship = "ship",
        Receive = "receive",
        Correct = "correct",
    }
}

inputs! {
    /// Turns an order down, or says that it cannot be delivered.
    pub struct OrderDecline {
        #[serde(default)]
        pub reason_code: Option<DeclineReason>,
        /// In words; required where no code, or `other`, says why.
        #[serde(default)]
        pub reason: Option<String>,
    }

    /// Says that the goods have left.
    pub struct OrderShip {
        /// Vehicle, carrier or consignment number.
        #[serde(default)]
        pub note: Option<String>,
    }

    /// What arrived.
    pub struct OrderReceive {
        /// One entry a line; a line left out was accepted whole.
        pub lines: Vec<ReceiveLine>,
        #[serde(default)]
        pub note: Option<String>,
    }

    /// What arrived, where something else was said first.
    pub struct ReceiptCorrect {
        /// One entry a line; a line left out stays as it was counted.
        pub lines: Vec<ReceiveLine>,
        pub reason: String,
    }

    /// What arrived of one line.
    pub struct ReceiveLine {
        pub line_id: OrderLineId,
        /// Cases accepted, at most those shipped.
        pub accepted: i64,
        /// Cases that came damaged, among those not accepted.
        #[serde(default)]
        pub damaged: Option<i64>,
    }
}

queries! {
    /// Which orders.
    pub struct OrderFilter {
        /// The side one is on; producers sell, retailers buy.
        pub role: Option<OrderSide>,
        pub status: Option<OrderStatus>,
        /// Of this producer.
        pub producer: Option<OrganisationId>,
        /// Delivered to the place of this name.
        pub delivery: Option<String>,
        /// Placed on this day or later.
        pub from: Option<Date>,
        /// Placed on this day or earlier.
        pub until: Option<Date>,
        /// Received on this day or later, with cases that were not accepted.
        pub short_since: Option<Date>,
        /// Part of the order's number or of the buyer's own.
        pub q: Option<String>,
        pub limit: Option<u16>,
        pub cursor: Option<String>,
    }
}

impl Input for OrderDecline {
    fn check(&self, checks: &mut Checks) {
        let words = self.reason.as_deref().unwrap_or_default();
        match self.reason_code {
            None if words.trim().is_empty() => checks.problem("reason_code", FieldCode::Required, None),
            None | Some(DeclineReason::Other) => checks.text("reason", words, 3..=500),
            Some(_) => checks.optional_text("reason", self.reason.as_deref(), 0..=500),
        }
    }
    fn example() -> Self {
        Self {
            reason_code: Some(DeclineReason::OutOfStock),
            reason: Some("Vụ này đã hết, mời đặt lại từ tháng sau.".into()),
        }
    }
}

impl Input for OrderShip {
    fn check(&self, checks: &mut Checks) {
        checks.optional_text("note", self.note.as_deref(), 0..=500);
    }
    fn example() -> Self {
        Self {
            note: Some("Xe tải lạnh, khởi hành 5 giờ sáng".into()),
        }
    }
}

impl Input for OrderReceive {
    fn check(&self, checks: &mut Checks) {
        checks.list("lines", self.lines.len(), 0..=MAX_LINES);
        count(checks, &self.lines);
        checks.optional_text("note", self.note.as_deref(), 0..=500);
    }
    fn example() -> Self {
        Self {
            lines: vec![ReceiveLine {
                line_id: OrderLineId::EXAMPLE,
                accepted: 1,
                damaged: Some(1),
            }],
            note: Some("Một thùng bị móp".into()),
        }
    }
}

impl Input for ReceiptCorrect {
    fn check(&self, checks: &mut Checks) {
        checks.list("lines", self.lines.len(), 1..=MAX_LINES);
        count(checks, &self.lines);
        checks.text("reason", &self.reason, 3..=500);
    }
    fn example() -> Self {
        Self {
            lines: vec![ReceiveLine {
                line_id: OrderLineId::EXAMPLE,
                accepted: 2,
                damaged: None,
            }],
            reason: "Ghi nhầm: thùng móp nhưng hàng bên trong còn nguyên.".into(),
        }
    }
}

fn count(checks: &mut Checks, lines: &[ReceiveLine]) {
    for (index, line) in lines.iter().enumerate() {
        checks.number(&format!("lines[{index}].accepted"), line.accepted, 0..=MAX_CASES);
        checks.optional_number(&format!("lines[{index}].damaged"), line.damaged, 0..=MAX_CASES);
    }
}
