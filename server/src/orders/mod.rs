//! Baskets, purchases, and the orders that each producer answers.
//!
//! Owns: basket lines, purchases, orders with their lines, lots and events. A purchase is placed whole or not at
//! all, and its stock is held until each producer has answered; an order that is not answered in time expires in a
//! job. Every step goes through [`state::next`] and one conditional statement on the order's version.

mod advance;
mod amounts;
mod basket;
mod cancel_order;
mod check;
mod confirm_order;
mod decline_order;
mod entity;
mod expire_order;
mod get_basket;
mod get_delivery_note;
mod get_order;
mod get_packing_list;
mod get_purchase;
mod lines;
mod list_lot_orders;
mod list_orders;
mod number;
mod place_purchase;
mod policy;
mod put_basket_line;
mod quote;
mod receive_order;
mod sales;
mod ship_order;
mod state;
mod terms;
mod view;

pub(crate) use check::invariants;
pub(crate) use lines::{Wanted, ordered_lines};
pub(crate) use sales::{Sold, is_sale, sold};

use crate::http::Routes;
use shared::orders::{
    CancelOrder, ConfirmOrder, DeclineOrder, GetBasket, GetDeliveryNote, GetOrder, GetPackingList,
    GetPurchase, ListLotOrders, ListOrders, PlacePurchase, PutBasketLine, ReceiveOrder, ShipOrder,
};

/// Mounts the slice's operations.
pub(crate) fn routes(routes: &mut Routes) {
    routes
        .mount::<GetBasket, _, _>(get_basket::get_basket)
        .mount::<PutBasketLine, _, _>(put_basket_line::put_basket_line)
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
        .mount::<ReceiveOrder, _, _>(receive_order::receive_order);
}

/// Registers the slice's background work.
pub(crate) fn jobs(runner: &mut crate::jobs::Runner) {
    runner.register(expire_order::KIND, expire_order::expire_order);
}
