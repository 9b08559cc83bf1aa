//! An order: its paper, its history, what can be done with it.

use super::{
    order_actions::actions,
    order_difference::difference,
    order_document::{document, goods_name, pack_name},
};
use crate::{
    components::{
        bits::{badge, breadcrumb, instant, state_word},
        frame::Frame,
        messages::problem_summary,
    },
    form::Form,
    format,
    pages::{
        address::{news, parsed},
        work::in_language,
    },
    visit::{PageResult, Visit},
};
use axum::{body::Body, extract::Path, http::Response};
use leptos::prelude::*;
use shared::{
    OrderId,
    identity::OrganisationKind::{Centre, Producer, Retailer},
    orders::{CountedLine, GetOrder, Order, OrderStatus},
};

pub(crate) async fn order(visit: Visit, Path(id): Path<String>) -> PageResult {
    visit.member(&[Producer, Retailer, Centre])?;
    let order = visit.get::<GetOrder>((parsed::<OrderId>(&visit, &id)?,)).await?;
    Ok(page(&visit, &Form::default(), &order))
}

/// The page, with what came back wrong of an action.
pub(super) fn page(visit: &Visit, form: &Form, order: &Order) -> Response<Body> {
    let title = tr!(visit, "orders.order", number = order.number);
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let trail = vec![("/desk/orders".to_owned(), tr!(visit, "orders.title"))];
        let known = ["confirm", "decline", "cancel", "ship", "receive", "correct"];
        view! {
            <div class="no-print">{breadcrumb(visit, trail, order.number.clone())}</div>
            <div class="page-head no-print">
                <div><p class="h1">{tr!(visit, "orders.paper")} " " <span class="nowrap">{order.number.clone()}</span></p><p class="cluster">{badge(visit, order.status.as_str())}{answer(visit, order)}</p></div>
            </div>
            {problem_summary(visit, form)}
            {news(visit, "orders", &known)}
            {difference(visit, order)}
            <div class="split split--wide-first">
                <div>{document(visit, order)}</div>
                <div class="stack stack--loose no-print">
                    {actions(visit, form, order)}
                    {timeline(visit, order)}
                </div>
            </div>
        }
        .into_any()
    })
}

/// Until when the producer has to answer.
fn answer(visit: &Visit, order: &Order) -> AnyView {
    let key = if order.status == OrderStatus::AwaitingApproval {
        "purchase.answer_by"
    } else {
        "orders.answer_by"
    };
    match order.answer_by {
        Some(at) => view! { <span>{tr!(visit, key)} " " {instant(at)}</span> }.into_any(),
        None => ().into_any(),
    }
}

/// What happened, and what is still to come.
fn timeline(visit: &Visit, order: &Order) -> AnyView {
    let last = order.events.len().saturating_sub(1);
    let mut steps: Vec<AnyView> = order
        .events
        .iter()
        .enumerate()
        .map(|(index, event)| {
            let stopped = matches!(
                event.status,
                OrderStatus::Declined | OrderStatus::Cancelled | OrderStatus::Expired
            );
            let class = match (stopped, index == last, event.status) {
                (true, ..) => "is-stopped",
                (false, true, status) if status != OrderStatus::Received => "is-current",
                _ => "is-done",
            };
            let by = event.by.as_deref().map_or_else(
                || tr!(visit, "orders.by_market"),
                |by| in_language(visit.lang, by, event.by_en.as_deref()),
            );
            let was = index.checked_sub(1).and_then(|before| order.events.get(before));
            let was_confirmed = was.is_some_and(|before| before.status == OrderStatus::Confirmed);
            let what = if !event.before.is_empty() {
                tr!(visit, "orders.corrected")
            } else if event.status == OrderStatus::Declined && was_confirmed {
                tr!(visit, "orders.given_up")
            } else {
                state_word(visit, event.status.as_str())
            };
            view! {
                <li class=class>
                    <strong>{what}</strong>
                    {instant(event.at)}
                    <span class="small">{by}</span>
                    {event.reason_code.map(|code| view! { <p class="small strong">{tr!(visit, format!("orders.decline_{code}"))}</p> })}
                    {event.note.clone().map(|note| view! { <p class="small">{note}</p> })}
                    {before(visit, order, &event.before)}
                </li>
            }
            .into_any()
        })
        .collect();
    let ahead: &[OrderStatus] = match order.status {
        OrderStatus::AwaitingApproval => &[
            OrderStatus::Placed,
            OrderStatus::Confirmed,
            OrderStatus::Shipped,
            OrderStatus::Received,
        ],
        OrderStatus::Placed => &[
            OrderStatus::Confirmed,
            OrderStatus::Shipped,
            OrderStatus::Received,
        ],
        OrderStatus::Confirmed => &[OrderStatus::Shipped, OrderStatus::Received],
        OrderStatus::Shipped => &[OrderStatus::Received],
        _ => &[],
    };
    steps.extend(
        ahead
            .iter()
            .map(|status| view! { <li>{state_word(visit, status.as_str())}</li> }.into_any()),
    );
    view! { <section class="stack"><h2 class="h4">{tr!(visit, "orders.history")}</h2><ol class="timeline">{steps}</ol></section> }
        .into_any()
}

/// What a corrected receipt said before, line by line.
fn before(visit: &Visit, order: &Order, lines: &[CountedLine]) -> AnyView {
    let number = |number: i64| format::number(visit.lang, number);
    let lines: Vec<AnyView> = lines
        .iter()
        .filter_map(|was| {
            let line = order.lines.iter().find(|line| line.id == was.line_id)?;
            let told = tr!(
                visit,
                "orders.counted_before",
                accepted = number(was.accepted),
                damaged = number(was.damaged)
            );
            Some(view! { <p class="small">{goods_name(visit, line)} " · " {pack_name(visit, line)} ": " {told}</p> }.into_any())
        })
        .collect();
    lines.into_any()
}
