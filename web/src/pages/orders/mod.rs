//! The basket, purchases and orders.

pub(crate) mod act;
pub(crate) mod agreed;
pub(crate) mod basket;
pub(crate) mod basket_add;
mod basket_again;
mod basket_delivery;
mod basket_groups;
pub(crate) mod basket_lines;
pub(crate) mod delivery_note;
pub(crate) mod order;
mod order_actions;
mod order_difference;
mod order_document;
mod order_fields;
#[expect(
    clippy::module_inception,
    reason = "the page of the list is named as its address"
)]
pub(crate) mod orders;
pub(crate) mod packing;
pub(crate) mod place;
pub(crate) mod purchase;
pub(crate) mod purchase_decide;
pub(crate) mod purchases;
pub(crate) mod quick;
mod quick_found;
pub(crate) mod rules;

use axum::routing::{MethodRouter, get, post};

/// Its addresses.
pub(super) fn pages() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("/basket", get(basket::basket)),
        ("/basket/add", get(basket::basket).post(basket_add::add)),
        ("/basket/quick", get(quick::show).post(quick::check)),
        ("/basket/quick/file", get(quick::show).post(quick::check_file)),
        ("/basket/lines", post(basket_lines::change)),
        ("/basket/order", post(place::place)),
        ("/desk/orders", get(orders::orders)),
        ("/desk/orders/packing", get(packing::packing)),
        ("/desk/orders/{id}", get(order::order)),
        (
            "/desk/orders/{id}/delivery-note",
            get(delivery_note::delivery_note),
        ),
        ("/desk/orders/{id}/reorder", post(act::reorder)),
        ("/desk/orders/{id}/{action}", post(act::act)),
        ("/desk/buying-rules", get(rules::show).post(rules::put)),
        ("/desk/purchases", get(purchases::purchases)),
        ("/desk/purchases/{id}", get(purchase::purchase)),
        ("/desk/purchases/{id}/{action}", post(purchase_decide::act)),
    ]
}
