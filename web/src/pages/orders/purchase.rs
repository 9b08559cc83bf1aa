//! What was ordered at once, and what happens next; where it waits for approval, what is to be decided.

use super::{
    agreed::agreed,
    purchase_decide::{decide, waiting},
};
use crate::{
    components::{
        bits::{badge, breadcrumb, instant, money, only_vietnamese},
        frame::Frame,
        messages::{notice, problem_summary},
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
    PurchaseId,
    identity::OrganisationKind,
    orders::{ANSWER_HOURS, GetPurchase, Order, OrderStatus, Purchase},
};

pub(crate) async fn purchase(visit: Visit, Path(id): Path<String>) -> PageResult {
    visit.member(&[OrganisationKind::Retailer])?;
    let purchase = visit
        .get::<GetPurchase>((parsed::<PurchaseId>(&visit, &id)?,))
        .await?;
    Ok(page(&visit, &Form::default(), &purchase))
}

/// The page, with what came back wrong of a decision.
pub(super) fn page(visit: &Visit, form: &Form, purchase: &Purchase) -> Response<Body> {
    let waits = waiting(purchase);
    let over = stopped(purchase);
    let title = if waits {
        tr!(visit, "purchase.waits")
    } else if over {
        tr!(visit, "purchase.stopped")
    } else {
        tr!(visit, "purchase.title")
    };
    visit.html(form.status(), Frame::desk(title.clone()), || {
        let trail = vec![("/desk/purchases".to_owned(), tr!(visit, "purchase.list"))];
        view! {
            {breadcrumb(visit, trail, title.clone())}
            <h1>{title}</h1>
            {problem_summary(visit, form)}
            {news(visit, "purchase", &["approve", "refuse"])}
            {standing(visit, purchase)}
            {decide(visit, form, purchase)}
            {orders(visit, purchase)}
            {waits.then(|| goods(visit, purchase))}
            {(!waits && !over).then(|| next(visit))}
            <p class="cluster">
                <a class="button button--quiet" href=visit.to("/desk/orders")>{tr!(visit, "purchase.to_orders")}</a>
                <a class="button button--quiet" href=visit.to("/products")>{tr!(visit, "purchase.on")}</a>
            </p>
        }
        .into_any()
    })
}

/// Whether nothing of it goes on: it was refused, declined or cancelled, or nobody answered in time.
fn stopped(purchase: &Purchase) -> bool {
    let mut orders = purchase.orders.iter();
    orders.all(|order| {
        matches!(
            order.status,
            OrderStatus::Declined | OrderStatus::Cancelled | OrderStatus::Expired
        )
    })
}

/// Who stopped it, and why.
fn why_stopped(visit: &Visit, purchase: &Purchase) -> AnyView {
    let events = purchase.orders.iter().filter_map(|order| order.events.last());
    let mut told: Vec<String> = events
        .map(|event| {
            let by = event.by.as_deref().map_or_else(
                || tr!(visit, "orders.by_market"),
                |by| in_language(visit.lang, by, event.by_en.as_deref()),
            );
            match &event.note {
                Some(note) => format!("{by}: {note}"),
                None => by,
            }
        })
        .collect();
    told.dedup();
    notice(
        visit,
        "warning",
        tr!(visit, "purchase.stopped_text"),
        Some(told.join(" · ")),
    )
}

/// Who ordered and approved, and what that means now.
fn standing(visit: &Visit, purchase: &Purchase) -> AnyView {
    let by = tr!(visit, "purchase.requested_by", name = purchase.requested_by);
    let approved = purchase
        .approved_by
        .clone()
        .zip(purchase.approved_at)
        .map(|(name, at)| {
            view! { <p>{tr!(visit, "purchase.approved_by", name = name)} " " {instant(at)}</p> }
        });
    let until = purchase.orders.iter().filter_map(|order| order.answer_by).min();
    let told = if waiting(purchase) {
        let until = until.map(format::instant).unwrap_or_default();
        notice(
            visit,
            "warning",
            tr!(visit, "purchase.waits_until", at = until),
            Some(tr!(visit, "purchase.waits_text")),
        )
    } else if purchase
        .orders
        .iter()
        .any(|order| order.status == OrderStatus::Placed)
    {
        notice(
            visit,
            "success",
            tr!(visit, "purchase.done", n = purchase.orders.len()),
            Some(tr!(visit, "purchase.done_text", hours = ANSWER_HOURS)),
        )
    } else if stopped(purchase) {
        why_stopped(visit, purchase)
    } else {
        ().into_any()
    };
    view! { {told}<div class="stack stack--tight"><p>{by}</p>{approved}</div> }.into_any()
}

fn next(visit: &Visit) -> AnyView {
    let steps = [1, 2, 3].map(|step| {
        let title = tr!(visit, format!("purchase.next_{step}"));
        let text = tr!(visit, format!("purchase.next_{step}_text"), hours = ANSWER_HOURS);
        view! { <li><h3>{title}</h3><p>{text}</p></li> }.into_any()
    });
    view! {
        <section class="section stack">
            <h2>{tr!(visit, "purchase.next")}</h2>
            <ol class="how">{steps.into_iter().collect::<Vec<_>>()}</ol>
        </section>
    }
    .into_any()
}

/// What an approver decides about: goods and where they go.
fn goods(visit: &Visit, purchase: &Purchase) -> AnyView {
    let rows: Vec<AnyView> = purchase
        .orders
        .iter()
        .flat_map(|order| order.lines.iter().map(move |line| (order, line)))
        .map(|(order, line)| {
            let name = in_language(visit.lang, &line.product_name, line.product_name_en.as_deref());
            let label = in_language(visit.lang, &line.pack_label, line.pack_label_en.as_deref());
            let address = visit.to(&format!("/products/{}", line.product_slug));
            view! {
                <tr>
                    <th scope="row"><span class="stack stack--tight"><a href=address>{name}</a><small class="muted">{label} " · " {order.producer.name_in(visit.lang).to_owned()}</small></span></th>
                    <td class="num" data-label=tr!(visit, "orders.cases")>{format::number(visit.lang, line.quantity)}</td>
                    <td class="num" data-label=tr!(visit, "orders.amount")><span class="stack stack--tight">{money(visit, line.subtotal)}{agreed(visit, line.agreed_listing_id)}</span></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let delivery = purchase.orders.first().map(|order: &Order| {
        let delivery = &order.delivery;
        let wanted = delivery.wanted_on.map(|day| {
            view! { <p>{tr!(visit, "basket.wanted_on")} ": " <strong>{format::date(day)}</strong></p> }
        });
        view! {
            <section class="panel panel--quiet stack stack--tight">
                <h2 class="h4">{tr!(visit, "orders.delivery")}</h2>
                <p>{delivery.name.clone()} ", " {delivery.full_address()}</p>
                {wanted}
                {order.po_number.clone().map(|number| view! { <p>{tr!(visit, "orders.po_number")} ": " {number}</p> })}
                {order.note.clone().map(|note| view! { <p>{note}</p> })}
            </section>
        }
    });
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "purchase.goods")>
            <table class="table table--cards table--dense">
                <caption>{tr!(visit, "purchase.goods")}</caption>
                <thead><tr>
                    <th scope="col">{tr!(visit, "orders.goods")}</th><th scope="col" class="num">{tr!(visit, "orders.cases")}</th>
                    <th scope="col" class="num">{tr!(visit, "orders.amount")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {delivery}
    }
    .into_any()
}

fn orders(visit: &Visit, purchase: &Purchase) -> AnyView {
    let heads =
        ["number", "producer", "status", "answer_by", "total"].map(|key| tr!(visit, format!("orders.{key}")));
    let [number, producer, status, answer, total] = heads;
    let rows: Vec<AnyView> = purchase
        .orders
        .iter()
        .map(|order| {
            let address = visit.to(&format!("/desk/orders/{}", order.id));
            view! {
                <tr>
                    <th scope="row" data-label=number.clone()><a href=address>{order.number.clone()}</a></th>
                    <td data-label=producer.clone() lang=only_vietnamese(visit.lang, order.producer.name_en.as_deref())>{order.producer.name_in(visit.lang).to_owned()}</td>
                    <td data-label=status.clone()>{badge(visit, order.status.as_str())}</td>
                    <td data-label=answer.clone()>{order.answer_by.map(instant)}</td>
                    <td class="num" data-label=total.clone()>{money(visit, order.total)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "orders.title")>
            <table class="table table--cards">
                <caption>{tr!(visit, "purchase.orders")}</caption>
                <thead><tr>
                    <th scope="col">{number.clone()}</th><th scope="col">{producer.clone()}</th><th scope="col">{status.clone()}</th>
                    <th scope="col">{answer.clone()}</th><th scope="col" class="num">{total.clone()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
                <tfoot><tr>
                    <th scope="row" colspan="4">{tr!(visit, "orders.total")}</th>
                    <td class="num" data-label=total.clone()>{money(visit, purchase.total)}</td>
                </tr></tfoot>
            </table>
        </div>
    }
    .into_any()
}
