//! The slice's tables. They never leave it.

pub(super) mod basket_lines;
pub(super) mod buying_rules;
pub(super) mod line_lots;
pub(super) mod order_events;
pub(super) mod order_lines;
pub(super) mod orders;
pub(super) mod purchases;
