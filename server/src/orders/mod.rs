//! Baskets, purchases, and the orders that each producer answers.
//!
//! Owns: basket lines, purchases, orders with their lines, lots and events. A purchase is placed whole or not at
//! all, and its stock is held until each producer has answered; an order that is not answered in time expires in a
//! job. Every step goes through [`state::next`] and one conditional statement on the order's version.

mod add_basket_lines;
mod advance;
mod amounts;
mod approve_purchase;
mod basket;
mod cancel_order;
mod check;
mod close_organisation;
mod confirm_order;
mod correct_receipt;
mod count_basket;
mod counted;
mod decide;
mod decline_order;
mod entity;
mod expire_order;
mod get_basket;
mod get_buying_rules;
mod get_delivery_note;
mod get_order;
mod get_packing_list;
mod get_purchase;
mod lines;
mod list_delivery_places;
mod list_lot_orders;
mod list_orders;
mod list_purchases;
mod names;
mod number;
mod place_purchase;
mod policy;
mod possible;
mod put_basket_line;
mod put_basket_lines;
mod put_buying_rules;
mod quote;
mod receive_order;
mod refuse_purchase;
mod resolve_code_file;
mod resolve_codes;
mod rules;
mod sales;
mod ship_order;
mod short;
mod state;
mod tell;
mod terms;
mod view;

pub(crate) use check::check;
pub(crate) use lines::ordered_lines;
pub(crate) use names::{OrderName, order_names};
pub(crate) use sales::{Sold, is_sale, sold};

use crate::http::Routes;
use shared::identity::CloseOrganisation;
use shared::orders::{
    AddBasketLines, ApprovePurchase, CancelOrder, ConfirmOrder, CorrectReceipt, CountBasket, DeclineOrder,
    GetBasket, GetBuyingRules, GetDeliveryNote, GetOrder, GetPackingList, GetPurchase, ListDeliveryPlaces,
    ListLotOrders, ListOrders, ListPurchases, PlacePurchase, PutBasketLine, PutBasketLines, PutBuyingRules,
    ReceiveOrder, RefusePurchase, ResolveCodeFile, ResolveCodes, ShipOrder,
};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<GetBasket, _, _>(get_basket::get_basket)
        .mount::<PutBasketLine, _, _>(put_basket_line::put_basket_line)
        .mount::<PutBasketLines, _, _>(put_basket_lines::put_basket_lines)
        .mount::<CountBasket, _, _>(count_basket::count_basket)
        .mount::<AddBasketLines, _, _>(add_basket_lines::add_basket_lines)
        .mount::<ResolveCodes, _, _>(resolve_codes::resolve_codes)
        .mount::<ResolveCodeFile, _, _>(resolve_code_file::resolve_code_file)
        .mount::<ListDeliveryPlaces, _, _>(list_delivery_places::list_delivery_places)
        .mount::<GetBuyingRules, _, _>(get_buying_rules::get_buying_rules)
        .mount::<PutBuyingRules, _, _>(put_buying_rules::put_buying_rules)
        .mount::<ListPurchases, _, _>(list_purchases::list_purchases)
        .mount::<ApprovePurchase, _, _>(approve_purchase::approve_purchase)
        .mount::<RefusePurchase, _, _>(refuse_purchase::refuse_purchase)
        .mount::<PlacePurchase, _, _>(place_purchase::place_purchase)
        .mount::<GetPurchase, _, _>(get_purchase::get_purchase)
        .mount::<ListOrders, _, _>(list_orders::list_orders)
        .mount::<GetPackingList, _, _>(get_packing_list::get_packing_list)
        .mount::<GetDeliveryNote, _, _>(get_delivery_note::get_delivery_note)
        .mount::<ListLotOrders, _, _>(list_lot_orders::list_lot_orders)
        .mount::<GetOrder, _, _>(get_order::get_order)
        .mount::<ConfirmOrder, _, _>(confirm_order::confirm_order)
        .mount::<DeclineOrder, _, _>(decline_order::decline_order)
        .mount::<CancelOrder, _, _>(cancel_order::cancel_order)
        .mount::<ShipOrder, _, _>(ship_order::ship_order)
        .mount::<ReceiveOrder, _, _>(receive_order::receive_order)
        .mount::<CorrectReceipt, _, _>(correct_receipt::correct_receipt)
        .mount::<CloseOrganisation, _, _>(close_organisation::close_organisation);
}

/// Registers the slice's background work.
pub(crate) fn jobs(runner: &mut crate::jobs::Runner) {
    runner.register(expire_order::KIND, expire_order::expire_order);
    runner.register_once(tell::ORDER, tell::tell_order);
    runner.register_once(tell::PURCHASE, tell::tell_purchase);
}
