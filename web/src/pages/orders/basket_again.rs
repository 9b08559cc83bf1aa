//! After ordering again: what is not as it was in the old order.

use super::{
    basket::{Parts, lines},
    order_document::goods_name,
};
use crate::{
    components::messages::notice,
    format,
    pages::{address::asked, work::in_language},
    visit::Visit,
};
use leptos::prelude::*;
use shared::{
    Money,
    orders::{Order, OrderLine},
};

/// What has changed since the order that was ordered again; that all is as it was, where nothing has.
pub(super) fn compared(visit: &Visit, parts: &Parts) -> AnyView {
    let Some(order) = &parts.again else {
        return ().into_any();
    };
    let changes: Vec<AnyView> = order
        .lines
        .iter()
        .filter_map(|line| {
            let told = change(visit, parts, line)?;
            let goods = format!(
                "{} · {}",
                goods_name(visit, line),
                in_language(visit.lang, &line.pack_label, line.pack_label_en.as_deref())
            );
            let address = visit.to(&format!("/products/{}", line.product_slug));
            Some(view! { <li><a href=address>{goods}</a> ": " {told}</li> }.into_any())
        })
        .collect();
    if changes.is_empty() && asked(visit, "done").as_deref() == Some("already") {
        // The news says it.
        return ().into_any();
    }
    if changes.is_empty() {
        return notice(visit, "success", same(visit, order), None);
    }
    view! {
        <section class="panel stack stack--tight">
            {notice(visit, "warning", tr!(visit, "basket.again_changed", number = order.number), Some(tr!(visit, "basket.again_changed_text")))}
            <ul>{changes}</ul>
        </section>
    }
    .into_any()
}

fn same(visit: &Visit, order: &Order) -> String {
    tr!(visit, "basket.again_same", number = order.number)
}

/// What is different with one line: gone, fewer, or another price.
fn change(visit: &Visit, parts: &Parts, line: &OrderLine) -> Option<String> {
    let Some(now) = lines(&parts.basket).find(|held| held.pack_id == line.pack_id) else {
        return Some(tr!(visit, "basket.again_gone"));
    };
    let mut told = Vec::new();
    if now.quantity < line.quantity {
        let number = |number| format::number(visit.lang, number);
        told.push(tr!(
            visit,
            "basket.again_fewer",
            now = number(now.quantity),
            then = number(line.quantity)
        ));
    }
    let then = Money::vnd(line.unit_price.amount.saturating_mul(i64::from(line.units)));
    if now.case_price != then {
        let money = |amount| format::money(visit.lang, amount);
        told.push(tr!(
            visit,
            "basket.again_price",
            then = money(then),
            now = money(now.case_price)
        ));
    }
    (!told.is_empty()).then(|| told.join(" "))
}
