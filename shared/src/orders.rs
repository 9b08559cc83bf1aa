//! Purchases, and the orders that each producer answers.

use crate::{
    Checks, Date, FieldCode, Input, ListingId, LotId, Money, OrderId, OrderLineId, OrganisationId, PackId,
    Page, ProductId, PurchaseId, Timestamp, VatCode,
    identity::{
        Contact, ContactInput,
        OrganisationKind::{Centre, Producer, Retailer},
        Reason,
    },
    producers::{CommuneRef, ProducerRef},
    text::folded,
};

mod approval;
mod basket;
mod pasted;

pub use approval::*;
pub use basket::*;
pub use pasted::{CODE_HEADS, PastedLine, QUANTITY_HEADS, Unreadable, code_alone, pasted};

words! {
    /// Where an order stands.
    pub enum OrderStatus {
        /// Waits for somebody in the buyer's own organisation; stock is held, the producer does not know yet.
        AwaitingApproval = "awaiting_approval",
        /// Waits for the producer's answer; stock is held.
        Placed = "placed",
        Confirmed = "confirmed",
        /// On its way; lots are named.
        Shipped = "shipped",
        /// The buyer has counted.
        Received = "received",
        /// The producer said no, with a reason.
        Declined = "declined",
        /// The buyer took it back before it was shipped.
        Cancelled = "cancelled",
        /// The producer did not answer in time.
        Expired = "expired",
    }
}

words! {
    /// Whose side of the orders to list.
    pub enum OrderSide {
        Buyer = "buyer",
        Seller = "seller",
    }
}

words! {
    /// Why a producer declines an order.
    pub enum DeclineReason {
        OutOfStock = "out_of_stock",
        /// What lies there is not good enough to be sold.
        Quality = "quality",
        /// Not by the day the buyer wants it.
        TooSoon = "too_soon",
        /// Cannot bring it there.
        Transport = "transport",
        /// The price has changed since.
        Price = "price",
        /// Said in words.
        Other = "other",
    }
}

/// Hours that a producer has to answer an order.
pub const ANSWER_HOURS: i64 = 48;

views! {
    /// A pack in the basket, priced now.
    pub struct BasketLine {
        pub pack_id: PackId,
        pub product_id: ProductId,
        pub product_slug: String,
        pub product_name: String,
        pub product_name_en: Option<String>,
        pub pack_label: String,
        pub pack_label_en: Option<String>,
        /// Cases.
        pub quantity: i64,
        pub case_price: Money,
        /// What a case cost when the number was last written, where that was another price.
        pub case_price_before: Option<Money>,
        /// Where the price is an agreed one: the listing that says so.
        pub agreed_listing_id: Option<ListingId>,
        pub vat_code: VatCode,
        /// Before VAT.
        pub subtotal: Money,
        /// Cases that can be ordered now.
        pub available: i64,
        pub min_cases: i32,
        pub case_multiple: i32,
        /// What keeps this line from being ordered.
        pub problem: Option<FieldCode>,
    }

    /// The lines of one producer.
    pub struct BasketGroup {
        pub producer: ProducerRef,
        pub lead_time_days: i16,
        /// The first day on which the goods can leave, where the producer confirms today.
        pub ready_on: Date,
        /// Before VAT; 0 where there is no least.
        pub minimum_order: Money,
        pub lines: Vec<BasketLine>,
        pub subtotal: Money,
        pub vat: Money,
        pub total: Money,
        /// Whether the producer's minimum is reached.
        pub minimum_reached: bool,
    }

    /// What a buyer is about to order.
    pub struct Basket {
        pub groups: Vec<BasketGroup>,
        pub total: Money,
        /// Whether it can be ordered as it stands.
        pub ready: bool,
        /// Whether somebody else in the organisation has to approve it before producers see it.
        pub needs_approval: bool,
    }

    /// Where goods go.
    pub struct Delivery {
        pub name: String,
        pub address: String,
        pub commune: CommuneRef,
        pub contact: Contact,
        /// The day the buyer would like them; they are good until then at least.
        pub wanted_on: Option<Date>,
    }

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
        pub commune: CommuneRef,
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

    /// An order for which cases of a lot are held.
    pub struct LotOrder {
        pub order_id: OrderId,
        pub number: String,
        pub buyer: BuyerRef,
        pub status: OrderStatus,
        /// Cases of this lot.
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

words! {
    /// What can be done with an order.
    pub enum OrderAction {
        Confirm = "confirm",
        Decline = "decline",
        Cancel = "cancel",
        Ship = "ship",
        Receive = "receive",
    }
}

inputs! {
    /// How many cases of a pack are wanted; 0 takes it out.
    pub struct BasketPut {
        pub quantity: i64,
    }

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

    /// Turns an order down.
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

/// Most cases of one pack in one purchase.
pub const MAX_CASES: i64 = 1_000_000;
/// Lines whose rules are looked at: a longer list is refused for its length alone.
const MAX_TOLD: usize = 1_000;
/// Most lines of a purchase or a basket.
pub const MAX_LINES: u32 = 1_000;

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

impl Input for BasketPut {
    fn check(&self, checks: &mut Checks) {
        checks.number("quantity", self.quantity, 0..=MAX_CASES);
    }
    fn example() -> Self {
        Self { quantity: 2 }
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
        for (index, line) in self.lines.iter().enumerate() {
            checks.number(&format!("lines[{index}].accepted"), line.accepted, 0..=MAX_CASES);
            checks.optional_number(&format!("lines[{index}].damaged"), line.damaged, 0..=MAX_CASES);
        }
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

use crate::Access::Kinds;

endpoints! {
    "orders";
    /// Shows the basket, priced now.
    GetBasket = "get_basket", Get "/basket" {
        response: Basket, access: Kinds(&[Retailer]), roles: every,
    }
    /// Puts cases of a pack in the basket.
    PutBasketLine = "put_basket_line", Put "/basket/lines/{pack_id}" {
        path: (PackId,), body: BasketPut, response: Basket, access: Kinds(&[Retailer]),
        roles: [Buyer, Approver], problems: [NotOrderable],
    }
    /// Sets the numbers of many lines of the basket at once, all or none; 0 takes a line out.
    PutBasketLines = "put_basket_lines", Put "/basket/lines" {
        body: BasketPutLines, response: Basket, access: Kinds(&[Retailer]),
        roles: [Buyer, Approver], problems: [NotOrderable],
    }
    /// Counts what is in the basket.
    CountBasket = "count_basket", Get "/basket/count" { response: BasketCount, access: Kinds(&[Retailer]), roles: every, }
    /// Adds cases of packs to what is in the basket: all of them or, as far as possible, what can be ordered.
    AddBasketLines = "add_basket_lines", Post "/basket/lines" {
        body: BasketAdd, response: BasketAdded, access: Kinds(&[Retailer]), roles: [Buyer, Approver], idempotency: Optional,
        problems: [NotOrderable, StockInsufficient],
    }
    /// Finds the packs that GTINs name, with what can be ordered of each; changes nothing.
    ResolveCodes = "resolve_codes", Post "/basket/codes" {
        body: CodesResolve, response: ResolvedCodes, access: Kinds(&[Retailer]), roles: [Buyer, Approver],
    }
    /// Finds the same from a file, CSV or XLSX, with a code and a number a line; changes nothing.
    ResolveCodeFile = "resolve_code_file", Post "/basket/codes/file" {
        query: CodeFileQuery, file: file, response: ResolvedFile, access: Kinds(&[Retailer]), roles: [Buyer, Approver],
        problems: [SheetRefused],
    }
    /// Lists the places where one's goods went, the latest first.
    ListDeliveryPlaces = "list_delivery_places", Get "/delivery-places" {
        response: Page<DeliveryPlace>, access: Kinds(&[Retailer]), roles: every,
    }
    /// Shows a retailer's rules of buying.
    GetBuyingRules = "get_buying_rules", Get "/buying-rules" { response: BuyingRules, access: Kinds(&[Retailer]), roles: every, }
    /// Sets from which amount somebody has to approve purchases. For managers.
    PutBuyingRules = "put_buying_rules", Put "/buying-rules" {
        body: BuyingRulesPut, response: BuyingRules, access: Kinds(&[Retailer]), roles: [],
    }
    /// Lists one's purchases, newest first.
    ListPurchases = "list_purchases", Get "/purchases" {
        query: PurchaseFilter, response: Page<PurchaseSummary>, access: Kinds(&[Retailer]), roles: every,
    }
    /// Approves a purchase: its orders are placed, and the producers' time to answer begins. For approvers and managers.
    ApprovePurchase = "approve_purchase", Post "/purchases/{id}/approve" {
        path: (PurchaseId,), response: Purchase, access: Kinds(&[Retailer]), roles: [Approver], idempotency: Optional,
        problems: [WrongState, OrganisationNotVerified],
    }
    /// Refuses a purchase, with a reason: its orders are cancelled, its stock is free again. For approvers and managers.
    RefusePurchase = "refuse_purchase", Post "/purchases/{id}/refuse" {
        path: (PurchaseId,), body: Reason, response: Purchase, access: Kinds(&[Retailer]), roles: [Approver], idempotency: Optional,
        problems: [WrongState],
    }
    /// Orders at once from several producers, all or nothing; one order a producer.
    PlacePurchase = "place_purchase", Post "/purchases" {
        body: PurchasePlace, response: Purchase, status: 201, access: Kinds(&[Retailer]),
        roles: [Buyer, Approver], idempotency: Required,
        problems: [StockInsufficient, PriceChanged, NotOrderable, OrganisationNotVerified],
    }
    /// Shows what was ordered at once.
    GetPurchase = "get_purchase", Get "/purchases/{id}" {
        path: (PurchaseId,), response: Purchase, access: Kinds(&[Retailer]), roles: every,
    }
    /// Lists one's orders, newest first.
    ListOrders = "list_orders", Get "/orders" {
        query: OrderFilter, response: Page<OrderSummary>, access: Kinds(&[Producer, Retailer, Centre]),
        roles: every,
    }
    /// Shows an order to its buyer, its seller and the centre.
    GetOrder = "get_order", Get "/orders/{id}" {
        path: (OrderId,), response: Order, access: Kinds(&[Producer, Retailer, Centre]), roles: every,
    }
    /// Accepts an order.
    ConfirmOrder = "confirm_order", Post "/orders/{id}/confirm" {
        path: (OrderId,), response: Order, access: Kinds(&[Producer]), roles: [Staff], idempotency: Optional,
        problems: [WrongState],
    }
    /// Turns an order down, with a reason; its stock is free again.
    DeclineOrder = "decline_order", Post "/orders/{id}/decline" {
        path: (OrderId,), body: OrderDecline, response: Order, access: Kinds(&[Producer]), roles: [Staff],
        while_suspended: true, idempotency: Optional,
        problems: [WrongState],
    }
    /// Lists what has to be packed for the confirmed orders, with the lots to take.
    GetPackingList = "get_packing_list", Get "/orders/packing" {
        response: PackingList, access: Kinds(&[Producer]), roles: every,
    }
    /// Shows the delivery note of a shipped order.
    GetDeliveryNote = "get_delivery_note", Get "/orders/{id}/delivery-note" {
        path: (OrderId,), response: DeliveryNote, access: Kinds(&[Producer, Retailer, Centre]),
        roles: every,
        problems: [WrongState],
    }
    /// Lists the orders for which cases of a lot are held.
    ListLotOrders = "list_lot_orders", Get "/lots/{id}/orders" {
        path: (LotId,), response: Page<LotOrder>, access: Kinds(&[Producer]), roles: every,
    }
    /// Takes an order back before it is shipped, with a reason; its stock is free again.
    CancelOrder = "cancel_order", Post "/orders/{id}/cancel" {
        path: (OrderId,), body: Reason, response: Order, access: Kinds(&[Retailer]), roles: [Buyer, Approver],
        while_suspended: true, idempotency: Optional,
        problems: [WrongState],
    }
    /// Ships a confirmed order from the lots that expire first.
    ShipOrder = "ship_order", Post "/orders/{id}/ship" {
        path: (OrderId,), body: OrderShip, response: Order, access: Kinds(&[Producer]), roles: [Staff], while_suspended: true,
        idempotency: Optional,
        problems: [WrongState, StockInsufficient],
    }
    /// Says what arrived, line by line.
    ReceiveOrder = "receive_order", Post "/orders/{id}/receive" {
        path: (OrderId,), body: OrderReceive, response: Order, access: Kinds(&[Retailer]),
        roles: [Buyer, Approver, Store], while_suspended: true, idempotency: Optional,
        problems: [WrongState],
    }
}
