//! Finds orders that do not add up: the last line of defence, for the operator and for tests.

mod lines;
mod steps;

use super::entity::{basket_lines, order_lines, orders, purchases};
use crate::{
    db::{Invariant, Pages, audit},
    http::Result,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QuerySelect,
    sea_query::Expr,
};
use shared::{OrderId, PurchaseId, Timestamp, orders::MAX_CASES};
use std::collections::HashMap;

/// Purchases against their orders, orders against their lines, events, jobs and holds; baskets.
pub(crate) async fn check(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<Invariant>> {
    let mut found = purchases(db).await?;
    found.extend(of_orders(db, now).await?);
    found.extend(lines::check(db).await?);
    found.push(baskets(db).await?);
    Ok(found)
}

async fn purchases(db: &impl ConnectionTrait) -> Result<Vec<Invariant>> {
    let mut totals = Invariant::new("a purchase comes to the sum of its orders, all of its own buyer");
    let mut told = Invariant::new("a purchase stands in the audit trail");
    let mut pages = Pages::of(purchases::Entity::find(), purchases::Column::Id);
    while let Some(rows) = pages.next(db).await? {
        let ids: Vec<PurchaseId> = rows.iter().map(|row| row.id).collect();
        let mut bought: HashMap<PurchaseId, Vec<orders::Model>> = HashMap::new();
        let of_page = orders::Entity::find().filter(orders::Column::PurchaseId.is_in(ids.iter().copied()));
        for order in of_page.all(db).await? {
            bought.entry(order.purchase_id).or_default().push(order);
        }
        let lines = audit::told_of(db, "purchase", ids.iter().map(ToString::to_string)).await?;
        for row in rows {
            let orders = bought.remove(&row.id).unwrap_or_default();
            let sum: i64 = orders.iter().map(|order| order.total).sum();
            let own = orders.iter().all(|order| order.buyer_id == row.buyer_id);
            totals.hold(row.total == sum && own && !orders.is_empty(), || {
                format!("purchase {}: {}, but its orders come to {sum}", row.id, row.total)
            });
            let placed = lines
                .get(&row.id.to_string())
                .is_some_and(|at| at.contains(&row.placed_at));
            told.hold(placed, || {
                format!("purchase {}: nobody wrote down who placed it", row.id)
            });
        }
    }
    Ok(vec![totals, told])
}

async fn of_orders(db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<Invariant>> {
    let mut totals = Invariant::new("an order comes to the sum of its lines");
    let mut steps = steps::Steps::new(now);
    let mut pages = Pages::of(orders::Entity::find(), orders::Column::Id);
    while let Some(rows) = pages.next(db).await? {
        let ids: Vec<OrderId> = rows.iter().map(|row| row.id).collect();
        let sums = sums(db, &ids).await?;
        for row in &rows {
            let (count, subtotal, vat) = sums.get(&row.id).copied().unwrap_or_default();
            let so = (i64::from(row.line_count), row.subtotal, row.vat, row.total)
                == (count, subtotal, vat, subtotal + vat);
            totals.hold(so, || {
                format!(
                    "order {}: {} lines, {} and {} VAT make {}, but its {count} lines come to {subtotal} and {vat} VAT",
                    row.number, row.line_count, row.subtotal, row.vat, row.total
                )
            });
        }
        steps.look(db, &rows).await?;
    }
    let mut found = vec![totals];
    found.extend(steps.into_invariants());
    Ok(found)
}

/// Lines, their amounts and their VAT, by order.
async fn sums(db: &impl ConnectionTrait, ids: &[OrderId]) -> Result<HashMap<OrderId, (i64, i64, i64)>> {
    let sum = |column: order_lines::Column| Expr::col(column).sum().cast_as("bigint");
    let rows: Vec<(OrderId, i64, i64, i64)> = order_lines::Entity::find()
        .select_only()
        .column(order_lines::Column::OrderId)
        .column_as(order_lines::Column::Id.count(), "count")
        .column_as(sum(order_lines::Column::Subtotal), "subtotal")
        .column_as(sum(order_lines::Column::Vat), "vat")
        .filter(order_lines::Column::OrderId.is_in(ids.iter().copied()))
        .group_by(order_lines::Column::OrderId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, count, subtotal, vat)| (id, (count, subtotal, vat)))
        .collect())
}

async fn baskets(db: &impl ConnectionTrait) -> Result<Invariant> {
    let mut quantities =
        Invariant::new("a basket has of each pack at least one case, and no more than can be ordered");
    let wrong = basket_lines::Entity::find()
        .filter(basket_lines::Column::Quantity.not_between(1, MAX_CASES))
        .all(db)
        .await?;
    for line in wrong {
        quantities.look(Some(format!(
            "the basket of user {}: {} of pack {}",
            line.user_id, line.quantity, line.pack_id
        )));
    }
    quantities.looked = basket_lines::Entity::find().count(db).await?;
    Ok(quantities)
}
