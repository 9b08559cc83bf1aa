//! The basket, purchases and orders.

pub(crate) mod act;
pub(crate) mod basket;
pub(crate) mod basket_add;
mod basket_delivery;
mod basket_groups;
pub(crate) mod basket_lines;
pub(crate) mod order;
mod order_actions;
mod order_document;
#[expect(
    clippy::module_inception,
    reason = "the page of the list is named as its address"
)]
pub(crate) mod orders;
pub(crate) mod place;
pub(crate) mod purchase;
