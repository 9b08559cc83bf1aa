//! What was ordered at once, and what happens next.

use crate::{
    components::{
        bits::{badge, instant, money},
        frame::Frame,
        messages::notice,
    },
    pages::address::parsed,
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    PurchaseId,
    identity::OrganisationKind,
    orders::{ANSWER_HOURS, GetPurchase, Purchase},
};

pub(crate) async fn purchase(visit: Visit, Path(id): Path<String>) -> PageResult {
    visit.member(&[OrganisationKind::Retailer])?;
    let purchase = visit
        .get::<GetPurchase>((parsed::<PurchaseId>(&visit, &id)?,))
        .await?;
    Ok(visit.page(Frame::desk(tr!(visit, "purchase.title")), || {
        let steps = [1, 2, 3].map(|step| {
            let title = tr!(visit, format!("purchase.next_{step}"));
            let text = tr!(visit, format!("purchase.next_{step}_text"), hours = ANSWER_HOURS);
            view! { <li><h3>{title}</h3><p>{text}</p></li> }.into_any()
        });
        view! {
            <h1>{tr!(visit, "purchase.title")}</h1>
            {notice(
                &visit,
                "success",
                tr!(visit, "purchase.done", n = purchase.orders.len()),
                Some(tr!(visit, "purchase.done_text", hours = ANSWER_HOURS)),
            )}
            {orders(&visit, &purchase)}
            <section class="section stack">
                <h2>{tr!(visit, "purchase.next")}</h2>
                <ol class="how">{steps.into_iter().collect::<Vec<_>>()}</ol>
            </section>
            <p class="cluster">
                <a class="button" href=visit.to("/desk/orders")>{tr!(visit, "purchase.to_orders")}</a>
                <a class="button button--quiet" href=visit.to("/products")>{tr!(visit, "purchase.on")}</a>
            </p>
        }
        .into_any()
    }))
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
                    <td data-label=producer.clone()>{order.producer.name.clone()}</td>
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
