//! What waits for a producer among its orders: to be answered, to be sent, to be settled.

use super::{
    counts::{Waiting, Weight},
    producer::{NAMED, rest},
};
use crate::{
    format,
    pages::address::day_text,
    visit::{PageError, Visit},
};
use shared::{
    Call, Date, Page,
    orders::{ListOrders, OrderFilter, OrderSide, OrderSummary},
    page::MAX_LIMIT,
    time::plus_days,
};

/// Days for which a delivery that arrived short stays on the day's list.
const SHORT_DAYS: i64 = 7;

/// Orders whose time runs: the one that ends first stands first.
pub(super) fn to_answer(visit: &Visit, placed: &Page<OrderSummary>) -> Vec<Waiting> {
    let now = visit.now();
    let mut orders: Vec<&OrderSummary> = placed.items.iter().collect();
    orders.sort_by_key(|order| order.answer_by);
    let mut waiting: Vec<Waiting> = orders
        .into_iter()
        .take(NAMED)
        .map(|order| {
            let minutes = order.answer_by.map_or(0, |at| (at.0 - now.0).max(0) / 60_000);
            let (hours, minutes) = (minutes / 60, minutes % 60);
            let left = if hours > 0 {
                tr!(visit, "today.hours_left", n = hours)
            } else {
                tr!(visit, "today.minutes_left", n = minutes)
            };
            let note = tr!(
                visit,
                "today.order_waits",
                left = left,
                total = format::money(visit.lang, order.total)
            );
            let count = if hours > 0 {
                format!("{hours}h")
            } else {
                format!("{minutes}′")
            };
            let text = format!("{} · {}", order.number, order.buyer.name);
            Waiting::thing(count, Weight::Urgent, &format!("/desk/orders/{}", order.id), text)
                .note(Some(note))
                .step(tr!(visit, "today.step_answer"))
        })
        .collect();
    let all = "/desk/orders?status=placed";
    waiting.extend(rest(visit, placed, Weight::Urgent, all, "today.orders_to_answer"));
    waiting
}

pub(super) fn to_ship(visit: &Visit, confirmed: &Page<OrderSummary>) -> Option<Waiting> {
    let waiting = Waiting::of(
        visit,
        confirmed,
        Weight::Urgent,
        "/desk/orders/packing",
        "today.orders_to_ship",
    )?;
    Some(waiting.step(tr!(visit, "today.step_pack")))
}

fn since_short(visit: &Visit) -> Date {
    plus_days(visit.today(), -SHORT_DAYS)
}

pub(super) async fn arrived_short(visit: &Visit) -> Result<Page<OrderSummary>, PageError> {
    let filter = OrderFilter {
        role: Some(OrderSide::Seller),
        short_since: Some(since_short(visit)),
        limit: Some(MAX_LIMIT),
        ..OrderFilter::default()
    };
    visit.read(Call::<ListOrders>::new(()).query(&filter)).await
}

/// Orders of which the buyer has not accepted everything of late.
pub(super) fn to_settle(visit: &Visit, short: &Page<OrderSummary>) -> Vec<Waiting> {
    let mut waiting: Vec<Waiting> = short
        .items
        .iter()
        .take(NAMED)
        .map(|order| {
            let missing = format::number(visit.lang, order.missing.unwrap_or_default());
            let text = format!("{} · {}", order.number, order.buyer.name);
            let path = format!("/desk/orders/{}", order.id);
            Waiting::thing(missing.clone(), Weight::Warning, &path, text)
                .note(Some(tr!(visit, "today.arrived_short", n = missing)))
                .step(tr!(visit, "today.step_short"))
        })
        .collect();
    let all = format!("/desk/orders?short_since={}", day_text(since_short(visit)));
    let text = "today.orders_short";
    waiting.extend(rest(visit, short, Weight::Warning, &all, text));
    waiting
}
