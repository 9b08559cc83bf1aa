//! What is ordered at once, and where it goes.

use super::{MAX_CASES, MAX_LINES, MAX_TOLD, Order, PurchaseAction};
use crate::{
    Checks, Date, FieldCode, Input, Money, PackId, PurchaseId, Timestamp,
    identity::{Contact, ContactInput},
    producers::CommuneRef,
    text::folded,
};

views! {
    /// Where goods go.
    pub struct Delivery {
        pub name: String,
        pub address: String,
        /// None outside the province.
        pub commune: Option<CommuneRef>,
        /// Ward and province of a place outside this one.
        pub locality: Option<String>,
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
        /// Of a place in the province; one outside has a `locality` instead.
        #[serde(default)]
        pub commune_code: Option<String>,
        /// Ward and province, of a place outside this one.
        #[serde(default)]
        pub locality: Option<String>,
        pub contact: ContactInput,
        /// Only lots whose best-before day is not before it are taken.
        #[serde(default)]
        pub wanted_on: Option<Date>,
    }
}

impl Delivery {
    /// The commune, or what takes its place outside the province.
    pub fn town(&self) -> &str {
        let commune = self.commune.as_ref().map(|commune| commune.name.as_str());
        commune.or(self.locality.as_deref()).unwrap_or_default()
    }

    /// The address with its town, which is not said twice.
    pub fn full_address(&self) -> String {
        let town = self.town();
        if folded(&self.address).contains(&folded(town)) {
            self.address.clone()
        } else {
            format!("{}, {town}", self.address)
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
        match (&self.commune_code, &self.locality) {
            (Some(code), None) => checks.commune("commune_code", code),
            (None, Some(locality)) => checks.text("locality", locality, 3..=150),
            (Some(_), Some(_)) => checks.problem("locality", FieldCode::Duplicate, None),
            (None, None) => checks.problem("commune_code", FieldCode::Required, None),
        }
        checks.within("contact.", |checks| self.contact.check(checks));
    }
    fn example() -> Self {
        Self {
            name: "Kho trung tâm".into(),
            address: "Số 1 đường Ví Dụ".into(),
            commune_code: Some("05977".into()),
            locality: None,
            contact: ContactInput::example(),
            wanted_on: None,
        }
    }
}
