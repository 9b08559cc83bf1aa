//! What did not arrive of an order as it was shipped: the same for buyer and producer.

use super::order_document::{goods_name, pack_name};
use crate::{components::messages::notice, format, visit::Visit};
use leptos::prelude::*;
use shared::{
    Money,
    orders::{Order, OrderLine},
};

/// Cases short and damaged line by line, and what they are worth; nothing where everything arrived.
pub(super) fn difference(visit: &Visit, order: &Order) -> AnyView {
    let short: Vec<(&OrderLine, i64, i64)> = order
        .lines
        .iter()
        .filter_map(|line| {
            let refused = line.quantity - line.accepted?;
            let damaged = line.damaged.unwrap_or_default();
            (refused > 0).then_some((line, refused - damaged, damaged))
        })
        .collect();
    if short.is_empty() {
        return ().into_any();
    }
    let worth: i64 = short
        .iter()
        .map(|(line, missing, damaged)| {
            let units = (missing + damaged).saturating_mul(i64::from(line.units));
            let net = units.saturating_mul(line.unit_price.amount);
            net.saturating_add(line.vat_code.tax_on(net))
        })
        .fold(0, i64::saturating_add);
    let lines: Vec<AnyView> = short
        .iter()
        .map(|(line, missing, damaged)| {
            let number = |number: i64| format::number(visit.lang, number);
            let told = tr!(
                visit,
                "orders.difference_line",
                accepted = number(line.quantity - missing - damaged),
                quantity = number(line.quantity),
                missing = number(*missing),
                damaged = number(*damaged)
            );
            view! { <li>{goods_name(visit, line)} " · " {pack_name(visit, line)} ": " {told}</li> }.into_any()
        })
        .collect();
    let worth = format::money(visit.lang, Money::vnd(worth));
    view! {
        <section class="stack stack--tight" id="difference">
            {notice(visit, "warning", tr!(visit, "orders.difference"), Some(tr!(visit, "orders.difference_worth", worth = worth)))}
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}
