//! Orders by status, for those who sell, buy and watch.

use super::order_fields::Fields;
use crate::{
    components::{
        bits::{badge, icon, instant, money, only_vietnamese, page_head, state_word},
        export::export_link,
        frame::Frame,
        messages::empty,
    },
    format,
    pages::{
        address::{asked, day},
        work::{choice, next_page, tabs},
    },
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call, Page,
    exchange::{ExportKind, Exported},
    identity::OrganisationKind::{self, Centre, Producer, Retailer},
    orders::{ListOrders, OrderFilter, OrderSide, OrderStatus, OrderSummary},
};

pub(crate) async fn orders(visit: Visit) -> PageResult {
    let kind = visit.member(&[Producer, Retailer, Centre])?.organisation.kind;
    let role = match kind {
        Producer => Some(OrderSide::Seller),
        Retailer => Some(OrderSide::Buyer),
        _ => None,
    };
    // What cannot be read in the address counts as not asked for.
    let filter = OrderFilter {
        role,
        status: choice(&visit, "status"),
        producer: choice(&visit, "producer"),
        delivery: asked(&visit, "delivery"),
        from: asked(&visit, "from").as_deref().and_then(day),
        until: asked(&visit, "until").as_deref().and_then(day),
        short_since: asked(&visit, "short_since").as_deref().and_then(day),
        q: asked(&visit, "q"),
        limit: None,
        cursor: asked(&visit, "cursor"),
    };
    let list = visit.read(Call::<ListOrders>::new(()).query(&filter)).await?;
    let fields = Fields::read(&visit, kind).await?;
    let narrowed = filter.status.is_some() || Fields::NAMES.iter().any(|name| asked(&visit, name).is_some());
    Ok(visit.page(Frame::desk(tr!(visit, "orders.title")), || {
        let rows = if list.items.is_empty() { nothing(&visit, kind, narrowed) } else { table(&visit, kind, &list) };
        let entries = std::iter::once(("", tr!(visit, "orders.all")));
        let statuses = OrderStatus::ALL.iter().filter(|status| kind == Retailer || **status != OrderStatus::AwaitingApproval);
        let entries = entries.chain(statuses.map(|status| (status.as_str(), state_word(&visit, status.as_str()))));
        view! {
            {page_head(tr!(visit, "orders.title"), Some(tr!(visit, format!("orders.lede_{kind}"))), packing(&visit, kind))}
            {tabs(&visit, tr!(visit, "orders.status"), "status", entries.collect())}
            {fields.view(&visit)}
            {rows}
            {export_link(&visit, ExportKind::Orders, &filter.as_export())}
            {next_page(&visit, list.next_cursor.as_deref())}
        }
        .into_any()
    }))
}

/// The way to the packing list, for those who pack.
fn packing(visit: &Visit, kind: OrganisationKind) -> AnyView {
    if kind != Producer {
        return ().into_any();
    }
    let address = visit.to("/desk/orders/packing");
    view! { <a class="button button--quiet" href=address>{icon(visit, "list")}{tr!(visit, "packing.title")}</a> }.into_any()
}

fn nothing(visit: &Visit, kind: OrganisationKind, narrowed: bool) -> AnyView {
    if narrowed {
        let all = Some(("/desk/orders".to_owned(), tr!(visit, "orders.see_all")));
        return empty(
            visit,
            tr!(visit, "orders.none_title"),
            tr!(visit, "orders.none_text"),
            all,
        );
    }
    let button = match kind {
        Retailer => Some(("/products?in_stock=true".to_owned(), tr!(visit, "basket.find"))),
        Producer => Some(("/desk/stock".to_owned(), tr!(visit, "orders.to_stock"))),
        _ => None,
    };
    empty(
        visit,
        tr!(visit, "orders.empty_title"),
        tr!(visit, format!("orders.empty_{kind}")),
        button,
    )
}

fn table(visit: &Visit, kind: OrganisationKind, list: &Page<OrderSummary>) -> AnyView {
    let heads = [
        "number",
        "buyer",
        "producer",
        "status",
        "placed_at",
        "delivery",
        "lines",
        "total",
    ]
    .map(|key| tr!(visit, format!("orders.{key}")));
    let [number, buyer, producer, status, placed, delivery, lines, total] = heads;
    let (see_buyer, see_producer) = (kind != Retailer, kind != Producer);
    let rows: Vec<AnyView> = list
        .items
        .iter()
        .map(|order| {
            let address = visit.to(&format!("/desk/orders/{}", order.id));
            let own = order.po_number.clone().map(|number| view! { <small class="muted">{number}</small> });
            let wanted = order.wanted_on.map(|day| {
                view! { <small class="muted">{tr!(visit, "orders.wanted", day = format::date(day))}</small> }
            });
            let missing = order.missing.filter(|missing| *missing > 0).map(|missing| {
                view! { <small class="field__error">{tr!(visit, "orders.missing", n = format::number(visit.lang, missing))}</small> }
            });
            let answer = order.answer_by.map(|at| {
                view! { <small class="muted">{tr!(visit, "orders.answer_by")} " " {instant(at)}</small> }
            });
            view! {
                <tr>
                    <th scope="row" data-label=number.clone()><span class="stack stack--tight"><a class="nowrap" href=address>{order.number.clone()}</a>{own}</span></th>
                    {see_buyer.then(|| view! { <td data-label=buyer.clone() lang=only_vietnamese(visit.lang, None)>{order.buyer.name.clone()}</td> })}
                    {see_producer.then(|| view! { <td data-label=producer.clone() lang=only_vietnamese(visit.lang, order.producer.name_en.as_deref())>{order.producer.name_in(visit.lang).to_owned()}</td> })}
                    <td data-label=status.clone()><span class="stack stack--tight">{badge(visit, order.status.as_str())} " " {answer}{missing}</span></td>
                    <td data-label=placed.clone()>{instant(order.placed_at)}</td>
                    <td data-label=delivery.clone()><span class="stack stack--tight">{order.delivery_name.clone()}{wanted}</span></td>
                    <td class="num" data-label=lines.clone()>{order.lines}</td>
                    <td class="num" data-label=total.clone()>{money(visit, order.total)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "orders.title")>
            <table class="table table--cards">
                <caption class="visually-hidden">{tr!(visit, "orders.title")}</caption>
                <thead><tr>
                    <th scope="col">{number.clone()}</th>
                    {see_buyer.then(|| view! { <th scope="col">{buyer.clone()}</th> })}
                    {see_producer.then(|| view! { <th scope="col">{producer.clone()}</th> })}
                    <th scope="col">{status.clone()}</th>
                    <th scope="col">{placed.clone()}</th>
                    <th scope="col">{delivery.clone()}</th>
                    <th scope="col" class="num">{lines.clone()}</th>
                    <th scope="col" class="num">{total.clone()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
