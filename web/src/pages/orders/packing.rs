//! The packing list: what to fetch for all confirmed orders, lot by lot, and then order by order. Readable in the store room
//! on a phone, and on paper.

use super::order_document::gtins;
use crate::{
    components::{
        bits::{breadcrumb, icon, only_vietnamese, page_head, print_button},
        frame::Frame,
        messages::{empty, notice},
    },
    format,
    pages::work::{in_language, section},
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    identity::OrganisationKind::Producer,
    orders::{GetPackingList, LineLot, PackingItem, PackingList, PackingOrder},
};

pub(crate) async fn packing(visit: Visit) -> PageResult {
    visit.member(&[Producer])?;
    let list = visit.get::<GetPackingList>(()).await?;
    let title = tr!(visit, "packing.title");
    Ok(visit.page(Frame::desk(title.clone()), || {
        let trail = vec![("/desk/orders".to_owned(), tr!(visit, "orders.title"))];
        if list.orders.is_empty() {
            let orders = Some((
                "/desk/orders?status=placed".to_owned(),
                tr!(visit, "packing.to_answer"),
            ));
            return view! {
                {breadcrumb(&visit, trail, title.clone())}
                {page_head(title.clone(), None, ().into_any())}
                {empty(&visit, tr!(visit, "packing.empty_title"), tr!(visit, "packing.empty_text"), orders)}
            }
            .into_any();
        }
        let told = tr!(
            visit,
            "packing.lede",
            orders = list.orders.len(),
            cases = format::number(visit.lang, list.orders.iter().map(|order| order.cases).sum()),
            day = format::date(visit.today())
        );
        view! {
            {breadcrumb(&visit, trail, title.clone())}
            {page_head(title.clone(), Some(told), print_button(&visit))}
            <p class="cluster cluster--icon muted small no-print">{icon(&visit, "print")}<span>{tr!(visit, "packing.print")}</span></p>
            {short(&visit, &list)}
            {section(tr!(visit, "packing.fetch"), items(&visit, &list.items))}
            {section(tr!(visit, "packing.orders"), orders(&visit, &list.orders))}
        }
        .into_any()
    }))
}

/// Which packs have too little, before somebody looks for them.
fn short(visit: &Visit, list: &PackingList) -> AnyView {
    let lacking: Vec<String> = list
        .items
        .iter()
        .filter(|item| item.short > 0)
        .map(|item| {
            let n = format::number(visit.lang, item.short);
            tr!(visit, "packing.short", name = product(visit, item), n = n)
        })
        .collect();
    if lacking.is_empty() {
        return ().into_any();
    }
    let text = format!("{} {}", lacking.join(" "), tr!(visit, "packing.short_text"));
    notice(visit, "warning", tr!(visit, "packing.short_title"), Some(text))
}

fn product(visit: &Visit, item: &PackingItem) -> String {
    in_language(visit.lang, &item.product_name, item.product_name_en.as_deref())
}

fn items(visit: &Visit, items: &[PackingItem]) -> AnyView {
    let heads = ["goods", "lots", "for_orders", "cases"].map(|key| tr!(visit, format!("packing.{key}")));
    let [goods, lots, for_orders, cases] = heads;
    let rows: Vec<AnyView> = items
        .iter()
        .map(|item| {
            let label = in_language(visit.lang, &item.pack_label, item.pack_label_en.as_deref());
            let codes = gtins(visit, item.gtin.as_deref(), item.case_gtin.as_deref());
            let orders: Vec<AnyView> = item
                .orders
                .iter()
                .map(|part| {
                    let n = format::number(visit.lang, part.quantity);
                    view! { <span class="packing__lot"><span class="nowrap">{part.number.clone()}</span>": " <strong class="num">{n}</strong></span> }
                        .into_any()
                })
                .collect();
            view! {
                <tr>
                    <th scope="row"><span>{product(visit, item)}<br/><small class="muted">{label}<br/>{codes}</small></span></th>
                    <td data-label=lots.clone()><span>{lots_of(visit, &item.lots, item.short)}</span></td>
                    <td data-label=for_orders.clone()><span>{orders}</span></td>
                    <td class="num strong" data-label=cases.clone()>{format::number(visit.lang, item.quantity)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "packing.fetch")>
            <table class="table table--cards packing">
                <caption class="visually-hidden">{tr!(visit, "packing.fetch")}</caption>
                <thead><tr>
                    <th scope="col">{goods}</th><th scope="col">{lots.clone()}</th>
                    <th scope="col">{for_orders.clone()}</th><th scope="col" class="num">{cases.clone()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The lots to take, first to expire first, each with a box to tick on paper; and how many cases no lot has.
fn lots_of(visit: &Visit, lots: &[LineLot], short: i64) -> AnyView {
    let lacking = (short > 0).then(|| {
        let n = format::number(visit.lang, short);
        view! { <span class="badge badge--lapsed">{tr!(visit, "packing.lacking", n = n)}</span> }
    });
    let lots: Vec<AnyView> = lots
        .iter()
        .map(|lot| {
            let until = lot.best_before.map(|day| {
                view! { <br/><small class="muted">{tr!(visit, "orders.lot_until", day = format::date(day))}</small> }
            });
            let address = visit.to(&format!("/desk/stock/{}", lot.lot_id));
            view! {
                <span class="packing__lot">
                    <span class="packing__tick" aria-hidden="true"></span> " "
                    <a href=address><code>{lot.code.clone()}</code></a> ": "
                    <strong class="num">{format::number(visit.lang, lot.quantity)}</strong>
                    {until}
                </span>
            }
            .into_any()
        })
        .collect();
    view! { {lots}{lacking} }.into_any()
}

fn orders(visit: &Visit, orders: &[PackingOrder]) -> AnyView {
    let heads = ["order", "to", "wanted_on", "cases"].map(|key| tr!(visit, format!("packing.{key}")));
    let [order_head, to, wanted, cases] = heads;
    let rows: Vec<AnyView> = orders
        .iter()
        .map(|order| {
            let address = visit.to(&format!("/desk/orders/{}", order.id));
            let day = order.wanted_on.map_or_else(|| tr!(visit, "packing.any_day"), format::date);
            view! {
                <tr>
                    <th scope="row"><span><a href=address.clone()>{order.number.clone()}</a><br/><small class="muted" lang=only_vietnamese(visit.lang, None)>{order.buyer.name.clone()}</small></span></th>
                    <td data-label=to.clone()>{format!("{}, {}", order.delivery_name, order.town)}</td>
                    <td class="num" data-label=wanted.clone()>{day}</td>
                    <td class="num" data-label=cases.clone()>{format::number(visit.lang, order.cases)}</td>
                    <td class="no-print"><a class="button button--quiet" href=format!("{address}#ship")>
                        {tr!(visit, "packing.ship")} <span class="visually-hidden">{order.number.clone()}</span>
                    </a></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "packing.orders")>
            <table class="table table--cards">
                <caption class="visually-hidden">{tr!(visit, "packing.orders")}</caption>
                <thead><tr>
                    <th scope="col">{order_head}</th><th scope="col">{to.clone()}</th>
                    <th scope="col" class="num">{wanted.clone()}</th><th scope="col" class="num">{cases.clone()}</th>
                    <th scope="col" class="no-print"><span class="visually-hidden">{tr!(visit, "packing.ship")}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
