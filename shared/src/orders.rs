//! Purchases, and the orders that each producer answers.

use crate::{
    Access::Kinds,
    LotId, OrderId, PackId, Page, PurchaseId,
    identity::{
        OrganisationKind::{Centre, Producer, Retailer},
        Reason,
    },
};

mod approval;
mod basket;
mod order;
mod papers;
mod pasted;
mod purchase;

pub use approval::*;
pub use basket::*;
pub use order::*;
pub use papers::*;
pub use pasted::{CODE_HEADS, PastedLine, QUANTITY_HEADS, Unreadable, code_alone, pasted, quantity};
pub use purchase::*;

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
        /// The producer said no, to the order or later to delivering what it had confirmed, with a reason.
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
    /// Why a producer declines an order, or cannot deliver one that it has confirmed.
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
/// Hours that a buyer has to correct a receipt, from the moment the goods were received.
pub const CORRECT_HOURS: i64 = 48;

/// Most cases of one pack in one purchase.
pub const MAX_CASES: i64 = 1_000_000;
/// Lines whose rules are looked at: a longer list is refused for its length alone.
const MAX_TOLD: usize = 1_000;
/// Most lines of a purchase or a basket.
pub const MAX_LINES: u32 = 1_000;

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
    /// Confirms an order.
    ConfirmOrder = "confirm_order", Post "/orders/{id}/confirm" {
        path: (OrderId,), response: Order, access: Kinds(&[Producer]), roles: [Staff], idempotency: Optional,
        problems: [WrongState],
    }
    /// Turns an order down, with a reason, or says that a confirmed one that has not left cannot be delivered; its stock is
    /// free again.
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
    /// Corrects what was said to have arrived, with a reason, within 48 hours; what was said before stays in the order's history.
    CorrectReceipt = "correct_receipt", Post "/orders/{id}/correct" {
        path: (OrderId,), body: ReceiptCorrect, response: Order, access: Kinds(&[Retailer]),
        roles: [Buyer, Approver, Store], while_suspended: true, idempotency: Optional,
        problems: [WrongState],
    }
}
