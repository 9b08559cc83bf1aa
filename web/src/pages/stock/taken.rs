//! What is taken out of a lot: the orders it is held for, and its ledger.

use crate::{
    components::bits::{badge, instant, only_vietnamese},
    format,
    pages::work::{next_page, section},
    visit::Visit,
};
use leptos::prelude::*;
use shared::{Page, orders::LotOrder, stock::Movement};

/// The orders for which cases of the lot are held; nothing where there are none.
pub(super) fn held_for(visit: &Visit, orders: &[LotOrder]) -> AnyView {
    if orders.is_empty() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = orders
        .iter()
        .map(|order| {
            let address = visit.to(&format!("/desk/orders/{}", order.order_id));
            view! {
                <tr>
                    <th scope="row" data-label=tr!(visit, "orders.number")><a href=address>{order.number.clone()}</a></th>
                    <td data-label=tr!(visit, "orders.buyer") lang=only_vietnamese(visit.lang, None)>{order.buyer.name.clone()}</td>
                    <td data-label=tr!(visit, "orders.status")>{badge(visit, order.status.as_str())}</td>
                    <td class="num" data-label=tr!(visit, "orders.cases")>{format::number(visit.lang, order.quantity)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let table = view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "stock.held_for")>
            <table class="table table--cards">
                <caption class="visually-hidden">{tr!(visit, "stock.held_for")}</caption>
                <thead><tr>
                    <th scope="col">{tr!(visit, "orders.number")}</th><th scope="col">{tr!(visit, "orders.buyer")}</th>
                    <th scope="col">{tr!(visit, "orders.status")}</th><th scope="col" class="num">{tr!(visit, "orders.cases")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    };
    section(tr!(visit, "stock.held_for"), table.into_any())
}

/// What came and went, newest first.
pub(super) fn ledger(visit: &Visit, movements: &Page<Movement>) -> AnyView {
    let rows: Vec<AnyView> = movements
        .items
        .iter()
        .map(|movement| row(visit, movement))
        .collect();
    if rows.is_empty() {
        return view! { <p class="muted">{tr!(visit, "stock.no_movements")}</p> }.into_any();
    }
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "stock.movements")>
            <table class="table table--cards">
                <caption class="visually-hidden">{tr!(visit, "stock.movements")}</caption>
                <thead><tr>
                    <th scope="col">{tr!(visit, "stock.when")}</th>
                    <th scope="col" class="num">{tr!(visit, "orders.cases")}</th>
                    <th scope="col">{tr!(visit, "stock.why")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {next_page(visit, movements.next_cursor.as_deref())}
    }
    .into_any()
}

fn row(visit: &Visit, movement: &Movement) -> AnyView {
    let number = format::number(visit.lang, movement.delta.abs());
    let delta = if movement.delta < 0 {
        format!("−{number}")
    } else {
        format!("+{number}")
    };
    let reason = tr!(visit, format!("stock.reason_{}", movement.reason));
    let why = match movement.order_id {
        Some(order) => view! { <a href=visit.to(&format!("/desk/orders/{order}"))>{reason}</a> }.into_any(),
        None => reason.into_any(),
    };
    let note = movement
        .note
        .clone()
        .map(|note| view! { <br/><small class="muted">{note}</small> });
    view! {
        <tr>
            <th scope="row" data-label=tr!(visit, "stock.when")>{instant(movement.at)}</th>
            <td class="num" data-label=tr!(visit, "orders.cases")>{delta}</td>
            <td data-label=tr!(visit, "stock.why")><span>{why}{note}</span></td>
        </tr>
    }
    .into_any()
}
