//! The delivery note: the paper that travels with the goods. On screen as on A4, with a code that opens the order where the
//! goods are received.

use super::order_document::gtins;
use crate::{
    components::{
        bits::{breadcrumb, icon, instant, only_vietnamese, print_button},
        frame::Frame,
        qr::qr,
    },
    format,
    pages::{address::parsed, work::in_language},
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    OrderId,
    identity::OrganisationKind::{Centre, Producer, Retailer},
    orders::{DeliveryNote, GetDeliveryNote, OrderLine, Party},
};

pub(crate) async fn delivery_note(visit: Visit, Path(id): Path<String>) -> PageResult {
    visit.member(&[Producer, Retailer, Centre])?;
    let note = visit
        .get::<GetDeliveryNote>((parsed::<OrderId>(&visit, &id)?,))
        .await?;
    let title = tr!(visit, "note.title", number = note.number);
    Ok(visit.page(Frame::desk(title), || {
        let order = format!("/desk/orders/{}", note.order.id);
        let trail = vec![
            ("/desk/orders".to_owned(), tr!(visit, "orders.title")),
            (order, note.order.number.clone()),
        ];
        view! {
            <div class="no-print">{breadcrumb(&visit, trail, note.number.clone())}</div>
            <p class="cluster no-print">{print_button(&visit)}</p>
            <p class="cluster cluster--icon muted small no-print">{icon(&visit, "print")}<span>{tr!(visit, "note.print")}</span></p>
            {paper(&visit, &note)}
        }
        .into_any()
    }))
}

fn paper(visit: &Visit, note: &DeliveryNote) -> AnyView {
    let order = &note.order;
    let delivery = &order.delivery;
    let sign = |key: &str| view! { <div>{tr!(visit, format!("note.{key}"))}<p class="small muted">{tr!(visit, "note.sign_hint")}</p></div> };
    view! {
        <article class="document">
            <header class="document__head">
                <div>
                    <p class="brand">"OCOP Market"</p>
                    <p class="muted small">{tr!(visit, "note.shipped_at")} " " {instant(note.shipped_at)}</p>
                    <p class="muted small">{tr!(visit, "orders.paper")} " " <span class="num">{order.number.clone()}</span></p>
                    {order.po_number.clone().map(|number| view! { <p class="muted small">{tr!(visit, "orders.po_number")} ": " {number}</p> })}
                </div>
                <div class="document__number"><h1 class="h2">{tr!(visit, "note.heading")}</h1><p class="num strong">{note.number.clone()}</p></div>
            </header>
            <div class="document__parties">
                {party(visit, "orders.seller", &note.seller)}
                {party(visit, "orders.buyer", &note.buyer)}
                <section>
                    <h2>{tr!(visit, "orders.delivery")}</h2>
                    <p>{delivery.name.clone()}</p>
                    <p class="small">{delivery.full_address()}</p>
                    <p class="small">{delivery.contact.name.clone()} " · " <span class="nowrap">{delivery.contact.phone.clone()}</span></p>
                </section>
            </div>
            {lines(visit, &order.lines)}
            {note.note.clone().map(|text| view! { <p><strong>{tr!(visit, "note.carrier")}</strong> " " {text}</p> })}
            {order.note.clone().map(|text| view! { <p><strong>{tr!(visit, "orders.note")}</strong> ": " {text}</p> })}
            {code(visit, note)}
            <div class="signatures">{sign("sign_issued")}{sign("sign_carried")}{sign("sign_received")}</div>
        </article>
    }
    .into_any()
}

fn party(visit: &Visit, key: &str, party: &Party) -> AnyView {
    view! {
        <section>
            <h2>{tr!(visit, key)}</h2>
            <p>{party.name.clone()}</p>
            <p class="small">{tr!(visit, "note.tax_code")} ": " <span class="num">{party.tax_code.clone()}</span></p>
            <p class="small">{party.commune.as_ref().map_or_else(|| party.seat.clone().unwrap_or_default(), |commune| commune.name.clone())}</p>
            <p class="small">{party.contact.name.clone()} " · " <span class="nowrap">{party.contact.phone.clone()}</span></p>
        </section>
    }
    .into_any()
}

/// A row for each lot of each line: that is what is counted on arrival, and written by hand into the two last cells. Empty
/// as they are, a phone leaves them out. A lot's day stands below its code, so that all fits on A4.
fn lines(visit: &Visit, lines: &[OrderLine]) -> AnyView {
    let heads = [
        "no", "goods", "gtin", "lot", "cases", "units", "received", "damaged",
    ]
    .map(|key| tr!(visit, format!("note.{key}")));
    let [no, goods, gtin, lot_head, cases, units, received, damaged] = heads;
    let number = |number: i64| format::number(visit.lang, number);
    let rows: Vec<AnyView> = lines
        .iter()
        .zip(1_i64..)
        .flat_map(|(line, at)| line.lots.iter().map(move |lot| (line, at, lot)))
        .map(|(line, at, lot)| {
            view! {
                <tr>
                    <td class="num" data-label=no.clone()>{number(at)}</td>
                    <th scope="row" data-label=goods.clone()><span>{in_language(visit.lang, &line.product_name, line.product_name_en.as_deref())}<br/><small class="muted" lang=only_vietnamese(visit.lang, line.pack_label_en.as_deref())>{in_language(visit.lang, &line.pack_label, line.pack_label_en.as_deref())}</small></span></th>
                    <td data-label=gtin.clone()><small>{gtins(visit, line.gtin.as_deref(), line.case_gtin.as_deref())}</small></td>
                    <td data-label=lot_head.clone()><span><code>{lot.code.clone()}</code><br/><span class="num">{lot.best_before.map(format::date)}</span></span></td>
                    <td class="num" data-label=cases.clone()>{number(lot.quantity)}</td>
                    <td class="num" data-label=units.clone()>{number(lot.quantity.saturating_mul(i64::from(line.units)))}</td>
                    <td></td><td></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let all: i64 = lines.iter().map(|line| line.quantity).sum();
    let all_units: i64 = lines
        .iter()
        .map(|line| line.quantity.saturating_mul(i64::from(line.units)))
        .sum();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "orders.lines")>
            <table class="table table--cards table--dense">
                <caption class="visually-hidden">{tr!(visit, "orders.lines")}</caption>
                <thead><tr>
                    <th scope="col" class="num">{no.clone()}</th><th scope="col">{goods.clone()}</th>
                    <th scope="col">{gtin.clone()}</th><th scope="col">{lot_head.clone()}</th>
                    <th scope="col" class="num">{cases.clone()}</th>
                    <th scope="col" class="num">{units.clone()}</th>
                    <th scope="col">{received}</th><th scope="col">{damaged}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
                <tfoot><tr>
                    <th scope="row" colspan="4">{tr!(visit, "note.all")}</th>
                    <td class="num strong" data-label=cases.clone()>{number(all)}</td>
                    <td class="num strong" data-label=units.clone()>{number(all_units)}</td>
                    <td></td><td></td>
                </tr></tfoot>
            </table>
        </div>
    }
    .into_any()
}

/// The order's address as a code, so that whoever receives the goods need not look for it.
fn code(visit: &Visit, note: &DeliveryNote) -> AnyView {
    let Some(origin) = visit.origin() else {
        return ().into_any();
    };
    let address = format!("{origin}/desk/orders/{}", note.order.id);
    view! {
        <div class="note-qr">
            {qr(&address, tr!(visit, "note.qr"))}
            <p class="small">{tr!(visit, "note.qr_text")}<br/><span class="muted">{address.clone()}</span></p>
        </div>
    }
    .into_any()
}
