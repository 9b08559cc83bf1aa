//! What is ordered at once, and where it goes.

use super::{MAX_CASES, MAX_LINES, MAX_TOLD, Order, PurchaseAction};
use crate::{
    Checks, Date, Input, Money, PackId, PurchaseId, Timestamp,
    identity::{Contact, ContactInput},
    producers::CommuneRef,
    text::folded,
};

views! {
    /// Where goods go.
    pub struct Delivery {
        pub name: String,
        pub address: String,
        pub commune: CommuneRef,
        pub contact: Contact,
        /// The day the buyer would like them; they are good until then at least.
        pub wanted_on: Option<Date>,
    }

    /// What was ordered at once.
    pub struct Purchase {
        pub id: PurchaseId,
        /// Who ordered.
        pub requested_by: String,
        /// Who approved it, where somebody had to.
        pub approved_by: Option<String>,
        pub approved_at: Option<Timestamp>,
        /// What the caller may decide.
        pub actions: Vec<PurchaseAction>,
        pub orders: Vec<Order>,
        pub total: Money,
        pub placed_at: Timestamp,
    }
}

inputs! {
    /// Orders packs of one or several producers at once: all or nothing.
    pub struct PurchasePlace {
        pub lines: Vec<PurchaseLine>,
        pub delivery: DeliveryInput,
        /// The buyer's own order number.
        #[serde(default)]
        pub po_number: Option<String>,
        #[serde(default)]
        pub note: Option<String>,
        /// The total with VAT that the buyer has seen, in đồng; another total refuses the purchase.
        #[serde(default)]
        pub expected_total: Option<i64>,
    }

    /// Cases of one pack. The same pack twice counts as the sum.
    pub struct PurchaseLine {
        pub pack_id: PackId,
        pub quantity: i64,
        /// What a case cost when the buyer saw it, in đồng before VAT; another price refuses the line.
        #[serde(default)]
        pub expected_case_price: Option<i64>,
    }

    /// Where goods go.
    pub struct DeliveryInput {
        /// The store or warehouse.
        pub name: String,
        pub address: String,
        pub commune_code: String,
        pub contact: ContactInput,
        /// Only lots whose best-before day is not before it are taken.
        #[serde(default)]
        pub wanted_on: Option<Date>,
    }
}

impl Delivery {
    /// The address with its commune, which is not said twice.
    pub fn full_address(&self) -> String {
        let commune = &self.commune.name;
        if folded(&self.address).contains(&folded(commune)) {
            self.address.clone()
        } else {
            format!("{}, {commune}", self.address)
        }
    }
}

impl Input for PurchasePlace {
    fn check(&self, checks: &mut Checks) {
        checks.list("lines", self.lines.len(), 1..=MAX_LINES);
        for (index, line) in self.lines.iter().enumerate().take(MAX_TOLD) {
            checks.number(&format!("lines[{index}].quantity"), line.quantity, 1..=MAX_CASES);
            let price = format!("lines[{index}].expected_case_price");
            checks.optional_number(&price, line.expected_case_price, 0..=9_000_000_000_000_000);
        }
        checks.within("delivery.", |checks| self.delivery.check(checks));
        checks.optional_text("po_number", self.po_number.as_deref(), 0..=40);
        checks.optional_text("note", self.note.as_deref(), 0..=500);
        checks.optional_number("expected_total", self.expected_total, 0..=9_000_000_000_000_000);
    }
    fn example() -> Self {
        Self {
            lines: vec![PurchaseLine {
                pack_id: PackId::EXAMPLE,
                quantity: 2,
                expected_case_price: None,
            }],
            delivery: DeliveryInput::example(),
            po_number: Some("PO-2611-001".into()),
            note: None,
            expected_total: None,
        }
    }
}

impl Input for DeliveryInput {
    fn check(&self, checks: &mut Checks) {
        checks.text("name", &self.name, 2..=120);
        checks.text("address", &self.address, 3..=250);
        checks.commune("commune_code", &self.commune_code);
        checks.within("contact.", |checks| self.contact.check(checks));
    }
    fn example() -> Self {
        Self {
            name: "Kho trung tâm".into(),
            address: "Số 1 đường Ví Dụ".into(),
            commune_code: "05977".into(),
            contact: ContactInput::example(),
            wanted_on: None,
        }
    }
}
