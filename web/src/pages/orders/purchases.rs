//! Purchases of the organisation: those that wait for approval, or all.

use crate::{
    components::{
        bits::{instant, money, only_vietnamese, page_head, state_word},
        frame::Frame,
        messages::empty,
    },
    pages::{
        address::asked,
        work::{choice, next_page, tabs},
    },
    visit::{PageResult, Visit},
};
use leptos::prelude::*;
use shared::{
    Call,
    identity::{OrganisationKind, Role},
    orders::{ListPurchases, PurchaseFilter, PurchaseSummary},
};

pub(crate) async fn purchases(visit: Visit) -> PageResult {
    let role = visit.member(&[OrganisationKind::Retailer])?.role;
    let awaiting = choice::<bool>(&visit, "awaiting").filter(|only| *only);
    let filter = PurchaseFilter {
        awaiting,
        limit: None,
        cursor: asked(&visit, "cursor"),
    };
    let list = visit.read(Call::<ListPurchases>::new(()).query(&filter)).await?;
    Ok(visit.page(Frame::desk(tr!(visit, "purchase.list")), || {
        let rules = (role == Role::Manager).then(|| {
            view! { <a class="button button--quiet" href=visit.to("/desk/buying-rules")>{tr!(visit, "rules.title")}</a> }
        });
        let entries = vec![("", tr!(visit, "orders.all")), ("true", state_word(&visit, "awaiting_approval"))];
        let rows = if list.items.is_empty() {
            empty(&visit, tr!(visit, "purchase.none"), tr!(visit, "purchase.none_text"), None)
        } else {
            table(&visit, &list.items)
        };
        view! {
            {page_head(tr!(visit, "purchase.list"), Some(tr!(visit, "purchase.list_lede")), rules.into_any())}
            {tabs(&visit, tr!(visit, "orders.status"), "awaiting", entries)}
            {rows}
            {next_page(&visit, list.next_cursor.as_deref())}
        }
        .into_any()
    }))
}

fn table(visit: &Visit, purchases: &[PurchaseSummary]) -> AnyView {
    let heads = [
        "placed_at",
        "requested",
        "place",
        "orders_head",
        "answer_by",
        "total",
    ]
    .map(|key| tr!(visit, format!("purchase.{key}")));
    let [placed, by, place, orders, answer, total] = heads;
    let rows: Vec<AnyView> = purchases
        .iter()
        .map(|purchase| {
            let address = visit.to(&format!("/desk/purchases/{}", purchase.id));
            let number = purchase.po_number.clone().map(|number| view! { <small class="muted">{number}</small> });
            view! {
                <tr>
                    <th scope="row" data-label=placed.clone()><span class="stack stack--tight"><a href=address>{instant(purchase.placed_at)}</a>{number}</span></th>
                    <td data-label=by.clone()>{purchase.requested_by.clone()}</td>
                    <td data-label=place.clone() lang=only_vietnamese(visit.lang, None)>{purchase.delivery_name.clone()}</td>
                    <td class="num" data-label=orders.clone()>{purchase.orders}</td>
                    <td data-label=answer.clone()>{purchase.answer_by.map(instant)}</td>
                    <td class="num" data-label=total.clone()>{money(visit, purchase.total)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "purchase.list")>
            <table class="table table--cards">
                <caption class="visually-hidden">{tr!(visit, "purchase.list")}</caption>
                <thead><tr>
                    <th scope="col">{placed.clone()}</th><th scope="col">{by.clone()}</th><th scope="col">{place.clone()}</th>
                    <th scope="col" class="num">{orders.clone()}</th><th scope="col">{answer.clone()}</th>
                    <th scope="col" class="num">{total.clone()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
