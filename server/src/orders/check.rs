//! Finds orders that do not add up: the last line of defence, for the operator and for tests.

use super::{
    entity::{line_lots, order_lines, orders, purchases},
    state::{awaits_answer, holds_stock},
};
use crate::{http::Result, stock};
use sea_orm::{ConnectionTrait, EntityTrait, ExprTrait, QuerySelect, sea_query::Expr};
use shared::{OrderId, OrderLineId, PurchaseId, orders::OrderStatus};
use std::collections::HashMap;

/// What does not add up, a sentence each; empty where all is well. Reads every order.
pub(crate) async fn invariants(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let orders = orders::Entity::find().all(db).await?;
    let mut found = Vec::new();
    stages(&orders, &mut found);
    totals(db, &orders, &mut found).await?;
    lines(db, &orders, &mut found).await?;
    Ok(found)
}

/// Orders against the time they have: who awaits an answer has a day, what a producer works on was sent to it.
fn stages(orders: &[orders::Model], found: &mut Vec<String>) {
    for order in orders {
        let (number, status) = (&order.number, order.status);
        if awaits_answer(status) != order.answer_by.is_some() {
            found.push(format!(
                "order {number}, {status}: answer by {:?}",
                order.answer_by
            ));
        }
        let sent = match status {
            OrderStatus::AwaitingApproval => Some(false),
            // Refused and expired orders were sent or not.
            OrderStatus::Cancelled | OrderStatus::Expired => None,
            _ => Some(true),
        };
        if sent.is_some_and(|sent| sent != order.sent_at.is_some()) {
            found.push(format!("order {number}, {status}: sent {:?}", order.sent_at));
        }
    }
}

/// Orders against their lines, purchases against their orders.
async fn totals(db: &impl ConnectionTrait, orders: &[orders::Model], found: &mut Vec<String>) -> Result<()> {
    let sum = |column: order_lines::Column| Expr::col(column).sum().cast_as("bigint");
    let sums: Vec<(OrderId, i64, i64)> = order_lines::Entity::find()
        .select_only()
        .column(order_lines::Column::OrderId)
        .column_as(sum(order_lines::Column::Subtotal), "subtotal")
        .column_as(sum(order_lines::Column::Vat), "vat")
        .group_by(order_lines::Column::OrderId)
        .into_tuple()
        .all(db)
        .await?;
    let sums: HashMap<OrderId, (i64, i64)> = sums
        .into_iter()
        .map(|(id, subtotal, vat)| (id, (subtotal, vat)))
        .collect();
    let mut bought: HashMap<PurchaseId, i64> = HashMap::new();
    for order in orders {
        *bought.entry(order.purchase_id).or_default() += order.total;
        let (subtotal, vat) = sums.get(&order.id).copied().unwrap_or_default();
        if (order.subtotal, order.vat, order.total) != (subtotal, vat, subtotal + vat) {
            found.push(format!(
                "order {}: {} and {} VAT make {}, but its lines come to {subtotal} and {vat} VAT",
                order.number, order.subtotal, order.vat, order.total
            ));
        }
    }
    for purchase in purchases::Entity::find().all(db).await? {
        let sum = bought.get(&purchase.id).copied().unwrap_or_default();
        if purchase.total != sum {
            found.push(format!(
                "purchase {}: {}, but its orders come to {sum}",
                purchase.id, purchase.total
            ));
        }
    }
    Ok(())
}

/// Lines against what is held for them, and against the lots they were shipped from.
async fn lines(db: &impl ConnectionTrait, orders: &[orders::Model], found: &mut Vec<String>) -> Result<()> {
    let orders: HashMap<OrderId, &orders::Model> = orders.iter().map(|order| (order.id, order)).collect();
    let mut held = stock::held(db).await?;
    let shipped: Vec<(OrderLineId, i64)> = line_lots::Entity::find()
        .select_only()
        .column(line_lots::Column::OrderLineId)
        .column_as(
            Expr::col(line_lots::Column::Quantity).sum().cast_as("bigint"),
            "shipped",
        )
        .group_by(line_lots::Column::OrderLineId)
        .into_tuple()
        .all(db)
        .await?;
    let shipped: HashMap<OrderLineId, i64> = shipped.into_iter().collect();
    let lines: Vec<(OrderLineId, OrderId, i64)> = order_lines::Entity::find()
        .select_only()
        .column(order_lines::Column::Id)
        .column(order_lines::Column::OrderId)
        .column(order_lines::Column::Quantity)
        .into_tuple()
        .all(db)
        .await?;
    for (line, order, quantity) in lines {
        let Some(order) = orders.get(&order) else { continue };
        let held = held.remove(&line).unwrap_or_default();
        let to_hold = if holds_stock(order.status) { quantity } else { 0 };
        if held != to_hold {
            found.push(format!(
                "order {}, {}: line {line} holds {held} instead of {to_hold}",
                order.number, order.status
            ));
        }
        let shipped = shipped.get(&line).copied().unwrap_or_default();
        let left = matches!(order.status, OrderStatus::Shipped | OrderStatus::Received);
        let to_ship = if left { quantity } else { 0 };
        if shipped != to_ship {
            found.push(format!(
                "order {}, {}: the lots of line {line} come to {shipped} instead of {to_ship}",
                order.number, order.status
            ));
        }
    }
    for (line, quantity) in held {
        found.push(format!("line {line} holds {quantity}, but belongs to no order"));
    }
    Ok(())
}
