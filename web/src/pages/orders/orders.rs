//! Orders by status, for those who sell, buy and watch.

use crate::{
    components::{
        bits::{badge, instant, money, page_head},
        frame::Frame,
        messages::empty,
    },
    pages::address::{asked, next_page},
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call, Page,
    identity::OrganisationKind::{self, Centre, Producer, Retailer},
    orders::{ListOrders, OrderFilter, OrderSide, OrderStatus, OrderSummary},
};

pub(crate) async fn orders(visit: Visit) -> PageResult {
    let kind = visit.member(&[Producer, Retailer, Centre])?.organisation.kind;
    // An unknown status lists all, as none does.
    let status = asked(&visit, "status").and_then(|status| status.parse::<OrderStatus>().ok());
    let role = match kind {
        Producer => Some(OrderSide::Seller),
        Retailer => Some(OrderSide::Buyer),
        _ => None,
    };
    let filter = OrderFilter {
        role,
        status,
        cursor: asked(&visit, "cursor"),
        ..OrderFilter::default()
    };
    let list = visit.read(Call::<ListOrders>::new(()).query(&filter)).await?;
    Ok(visit.page(Frame::desk(tr!(visit, "orders.title")), || {
        let rows = if list.items.is_empty() { nothing(&visit, kind, status) } else { table(&visit, kind, &list) };
        let word = status.map_or("", OrderStatus::as_str);
        view! {
            {page_head(tr!(visit, "orders.title"), Some(tr!(visit, format!("orders.lede_{kind}"))), ().into_any())}
            {tabs(&visit, status)}
            {rows}
            {next_page(&visit, "/desk/orders", &[("status", word)], list.next_cursor.as_deref())}
        }
        .into_any()
    }))
}

fn tabs(visit: &Visit, chosen: Option<OrderStatus>) -> AnyView {
    let tab = |status: Option<OrderStatus>| {
        let (path, text) = match status {
            Some(status) => (
                format!("/desk/orders?status={status}"),
                tr!(visit, format!("state.{status}")),
            ),
            None => ("/desk/orders".to_owned(), tr!(visit, "orders.all")),
        };
        let current = (status == chosen).then_some("page");
        view! { <a href=visit.to(&path) aria-current=current>{text}</a> }.into_any()
    };
    let tabs: Vec<AnyView> = std::iter::once(None)
        .chain(OrderStatus::ALL.iter().copied().map(Some))
        .map(tab)
        .collect();
    view! { <nav class="tabs" aria-label=tr!(visit, "orders.status")>{tabs}</nav> }.into_any()
}

fn nothing(visit: &Visit, kind: OrganisationKind, status: Option<OrderStatus>) -> AnyView {
    if status.is_some() {
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
        "lines",
        "total",
    ]
    .map(|key| tr!(visit, format!("orders.{key}")));
    let [number, buyer, producer, status, placed, lines, total] = heads;
    let (see_buyer, see_producer) = (kind != Retailer, kind != Producer);
    let rows: Vec<AnyView> = list
        .items
        .iter()
        .map(|order| {
            let address = visit.to(&format!("/desk/orders/{}", order.id));
            let answer = order.answer_by.map(|at| {
                view! { <small class="muted">{tr!(visit, "orders.answer_by")} " " {instant(at)}</small> }
            });
            view! {
                <tr>
                    <th scope="row" data-label=number.clone()><a href=address>{order.number.clone()}</a></th>
                    {see_buyer.then(|| view! { <td data-label=buyer.clone()>{order.buyer.name.clone()}</td> })}
                    {see_producer.then(|| view! { <td data-label=producer.clone()>{order.producer.name.clone()}</td> })}
                    <td data-label=status.clone()><span class="stack stack--tight">{badge(visit, order.status.as_str())} " " {answer}</span></td>
                    <td data-label=placed.clone()>{instant(order.placed_at)}</td>
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
                    <th scope="col" class="num">{lines.clone()}</th>
                    <th scope="col" class="num">{total.clone()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
