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
