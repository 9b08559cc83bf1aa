//! The order as a paper, on screen and printed. What travels with the goods is the delivery note.

use super::agreed::agreed;
use crate::{
    components::{
        bits::{instant, money, only_vietnamese},
        messages::field_id,
    },
    format,
    pages::work::in_language,
    visit::Visit,
};
use leptos::prelude::*;
use shared::{
    Money,
    orders::{Order, OrderLine},
};

/// Parties, lines with lots, sums, delivery, signatures.
pub(super) fn document(visit: &Visit, order: &Order) -> AnyView {
    view! {
        <article class="document">
            <header class="document__head">
                <div><p class="brand">"OCOP Market"</p><p class="muted small">{tr!(visit, "orders.placed_at")} " " {instant(order.placed_at)}</p></div>
                <div class="document__number"><h1 class="h2">{tr!(visit, "orders.paper")}</h1><p class="num">{order.number.clone()}</p></div>
            </header>
            {parties(visit, order)}
            {lines(visit, order)}
            <dl class="sums">
                <div><dt>{tr!(visit, "orders.subtotal")}</dt><dd>{format::money(visit.lang, order.subtotal)}</dd></div>
                <div><dt>{tr!(visit, "orders.vat")}</dt><dd>{format::money(visit.lang, order.vat)}</dd></div>
                <div class="sums__total"><dt>{tr!(visit, "orders.total")}</dt><dd>{format::money(visit.lang, order.total)}</dd></div>
                {due(visit, order)}
            </dl>
            {order.note.clone().map(|note| view! {
                <section><h2>{tr!(visit, "orders.note")}</h2><p>{note}</p></section>
            })}
            <div class="print-only">
                <div class="signatures">
                    <div>{tr!(visit, "orders.sign_sender")}</div>
                    <div>{tr!(visit, "orders.sign_receiver")}</div>
                </div>
            </div>
        </article>
    }
    .into_any()
}

/// What the buyer has to pay, where that is not what was ordered.
fn due(visit: &Visit, order: &Order) -> Option<AnyView> {
    let due = order.due.as_ref().filter(|due| due.total != order.total)?;
    let money = |amount| format::money(visit.lang, amount);
    Some(
        view! {
            <div><dt>{tr!(visit, "orders.due_subtotal")}</dt><dd>{money(due.subtotal)}</dd></div>
            <div><dt>{tr!(visit, "orders.due_vat")}</dt><dd>{money(due.vat)}</dd></div>
            <div class="sums__total"><dt>{tr!(visit, "orders.due")}</dt><dd>{money(due.total)}</dd></div>
        }
        .into_any(),
    )
}

fn parties(visit: &Visit, order: &Order) -> AnyView {
    let delivery = order.delivery.clone();
    let (place, contact) = (delivery.full_address(), &order.producer_contact);
    let producer = visit.to(&format!("/producers/{}", order.producer.slug));
    view! {
        <div class="document__parties">
            <section>
                <h2>{tr!(visit, "orders.seller")}</h2>
                <p><a href=producer lang=only_vietnamese(visit.lang, order.producer.name_en.as_deref())>{order.producer.name_in(visit.lang).to_owned()}</a></p>
                <p class="small">{contact.name.clone()} " · " <span class="nowrap">{contact.phone.clone()}</span></p>
            </section>
            <section>
                <h2>{tr!(visit, "orders.buyer")}</h2>
                <p>{order.buyer.name.clone()}</p>
                {order.po_number.clone().map(|number| view! { <p class="small">{tr!(visit, "orders.po_number")} ": " {number}</p> })}
            </section>
            <section>
                <h2>{tr!(visit, "orders.delivery")}</h2>
                <p>{delivery.name}</p>
                <p class="small">{place}</p>
                <p class="small">{delivery.contact.name} " · " <span class="nowrap">{delivery.contact.phone}</span></p>
                {delivery.wanted_on.map(|day| view! {
                    <p class="small">{tr!(visit, "basket.wanted_on")} ": " <strong>{format::date(day)}</strong></p>
                })}
            </section>
        </div>
    }
    .into_any()
}

fn lines(visit: &Visit, order: &Order) -> AnyView {
    let received = order.lines.iter().any(|line| line.accepted.is_some());
    let heads = [
        "goods",
        "cases",
        "unit_price",
        "vat_code",
        "amount",
        "accepted",
        "damaged",
    ]
    .map(|key| tr!(visit, format!("orders.{key}")));
    let rows: Vec<AnyView> = order
        .lines
        .iter()
        .enumerate()
        .map(|(index, line)| row(visit, index, line, received, &heads))
        .collect();
    let [goods, cases, unit_price, vat, amount, accepted, damaged] = heads;
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "orders.lines")>
            <table class="table table--cards table--dense">
                <caption class="visually-hidden">{tr!(visit, "orders.lines")}</caption>
                <thead><tr>
                    <th scope="col">{goods}</th>
                    <th scope="col" class="num">{cases}</th>
                    <th scope="col" class="num">{unit_price}</th>
                    <th scope="col" class="num">{vat}</th>
                    <th scope="col" class="num">{amount}</th>
                    {received.then(|| view! { <th scope="col" class="num">{accepted}</th><th scope="col" class="num">{damaged}</th> })}
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(visit: &Visit, index: usize, line: &OrderLine, received: bool, heads: &[String; 7]) -> AnyView {
    // What is refused for lack of stock leads here.
    let id = field_id(&format!("lines[{index}].quantity"));
    let [goods, cases, unit_price, vat, amount, accepted, damaged] = heads.clone();
    let number = |count: Option<i64>| {
        count
            .map(|count| format::number(visit.lang, count))
            .unwrap_or_default()
    };
    let product = visit.to(&format!("/products/{}", line.product_slug));
    let lots: Vec<AnyView> = line
        .lots
        .iter()
        .map(|lot| {
            let told = tr!(
                visit,
                "orders.lot",
                code = lot.code,
                n = format::number(visit.lang, lot.quantity)
            );
            let until = lot
                .best_before
                .map(|day| tr!(visit, "orders.lot_until", day = format::date(day)));
            view! { <small class="muted">{told} {until.map(|until| format!(" · {until}"))}<br/></small> }
                .into_any()
        })
        .collect();
    view! {
        <tr>
            <th scope="row" data-label=goods>
                <span>
                    <a href=product>{goods_name(visit, line)}</a><br/>
                    <small class="muted" lang=only_vietnamese(visit.lang, line.pack_label_en.as_deref())>{pack_name(visit, line)}</small><br/>
                    <small class="muted">{gtins(visit, line.gtin.as_deref(), line.case_gtin.as_deref())}</small>
                    {lots}
                </span>
            </th>
            <td class="num" id=id data-label=cases>{format::number(visit.lang, line.quantity)}</td>
            <td class="num" data-label=unit_price><span class="stack stack--tight">{money(visit, case_price(line))}{agreed(visit, line.agreed_listing_id)}</span></td>
            <td class="num" data-label=vat>{tr!(visit, format!("orders.vat_{}", line.vat_code))}</td>
            <td class="num" data-label=amount>{money(visit, line.subtotal)}</td>
            {received.then(|| view! {
                <td class="num" data-label=accepted>{number(line.accepted)}</td>
                <td class="num" data-label=damaged>{number(line.damaged)}</td>
            })}
        </tr>
    }
    .into_any()
}

/// What was ordered, in the reader's language.
pub(super) fn goods_name(visit: &Visit, line: &OrderLine) -> String {
    in_language(visit.lang, &line.product_name, line.product_name_en.as_deref())
}

/// The pack it was ordered in, likewise.
pub(super) fn pack_name(visit: &Visit, line: &OrderLine) -> String {
    in_language(visit.lang, &line.pack_label, line.pack_label_en.as_deref())
}

/// The codes of the consumer unit and of the case, each by its name, a line each.
pub(super) fn gtins(visit: &Visit, unit: Option<&str>, case: Option<&str>) -> AnyView {
    let named = |key: &str, gtin: Option<&str>| {
        gtin.map(|gtin| view! { {tr!(visit, key)} ": " <span class="num">{gtin.to_owned()}</span><br/> })
    };
    view! { {named("orders.gtin_unit", unit)}{named("orders.gtin_case", case)} }.into_any()
}

/// What one case costs: quantities are cases, so that the sheet multiplies out.
fn case_price(line: &OrderLine) -> Money {
    Money::vnd(line.unit_price.amount.saturating_mul(i64::from(line.units)))
}
