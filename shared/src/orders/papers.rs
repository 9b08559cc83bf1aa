//! The papers of orders: what to fetch from the store room, and what travels with the goods.

use super::{BuyerRef, LineLot, Order};
use crate::{Date, OrderId, PackId, ProductId, Timestamp, identity::Contact, producers::CommuneRef};

views! {
    /// What has to be packed for the confirmed orders, pack by pack, and the orders it is for.
    pub struct PackingList {
        /// Confirmed orders, the first placed first; at most 200.
        pub orders: Vec<PackingOrder>,
        pub items: Vec<PackingItem>,
    }

    /// A confirmed order on the packing list.
    pub struct PackingOrder {
        pub id: OrderId,
        pub number: String,
        pub buyer: BuyerRef,
        /// The store or warehouse.
        pub delivery_name: String,
        /// The commune, or ward and province outside of this one.
        pub town: String,
        pub wanted_on: Option<Date>,
        pub cases: i64,
    }

    /// One pack on the packing list.
    pub struct PackingItem {
        pub pack_id: PackId,
        pub product_id: ProductId,
        pub product_name: String,
        pub product_name_en: Option<String>,
        pub pack_label: String,
        pub pack_label_en: Option<String>,
        /// Of a consumer unit.
        pub gtin: Option<String>,
        /// Of the case.
        pub case_gtin: Option<String>,
        /// Consumer units in a case.
        pub units: i32,
        /// Cases of all orders.
        pub quantity: i64,
        /// Cases that no lot has that is good on the day they are wanted.
        pub short: i64,
        /// Which lots to take, first to expire first; where cases are short, what there is.
        pub lots: Vec<LineLot>,
        pub orders: Vec<PackingPart>,
    }

    /// An order's part of a pack.
    pub struct PackingPart {
        pub order_id: OrderId,
        pub number: String,
        pub quantity: i64,
    }

    /// A party of a delivery note.
    pub struct Party {
        pub name: String,
        pub tax_code: String,
        /// Null where the seat is outside the province.
        pub commune: Option<CommuneRef>,
        /// Where the seat is, outside the province.
        pub seat: Option<String>,
        pub contact: Contact,
    }

    /// The paper that travels with the goods of a shipped order.
    pub struct DeliveryNote {
        /// `GH-261122-7K3Q`: the order's number under letters of its own.
        pub number: String,
        /// When the goods left.
        pub shipped_at: Timestamp,
        /// Vehicle, carrier or consignment number.
        pub note: Option<String>,
        pub seller: Party,
        pub buyer: Party,
        pub order: Order,
    }
}
