//! Lines against what is held for them, and against the lots they were shipped from.

use super::super::{
    entity::{line_lots, order_lines, orders},
    state::holds_stock,
};
use crate::{
    db::{Invariant, Pages},
    http::Result,
    stock,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, sea_query::Expr,
};
use shared::{
    OrderId, OrderLineId,
    orders::OrderStatus::{self, Received, Shipped},
};
use std::collections::{HashMap, HashSet};

pub(super) async fn check(db: &impl ConnectionTrait) -> Result<Vec<Invariant>> {
    let mut holds = Invariant::new("a line holds its stock until it is shipped or given up, and none after");
    let mut lots = Invariant::new("a line that was shipped names lots that come to its quantity");
    let mut counted = Invariant::new("of a line no more was received than was shipped");
    let mut pages = Pages::of(order_lines::Entity::find(), order_lines::Column::Id);
    while let Some(rows) = pages.next(db).await? {
        let ids: Vec<OrderLineId> = rows.iter().map(|row| row.id).collect();
        let orders = numbers(db, rows.iter().map(|row| row.order_id)).await?;
        let held = stock::held(db, &ids).await?;
        let shipped = shipped(db, &ids).await?;
        for row in rows {
            let Some((number, status)) = orders.get(&row.order_id) else {
                continue;
            };
            let is = held.get(&row.id).copied().unwrap_or_default();
            let to_hold = if holds_stock(*status) { row.quantity } else { 0 };
            holds.hold(is == to_hold, || {
                format!(
                    "order {number}, {status}: line {} holds {is} instead of {to_hold}",
                    row.id
                )
            });
            let is = shipped.get(&row.id).copied().unwrap_or_default();
            let to_ship = if matches!(status, Shipped | Received) {
                row.quantity
            } else {
                0
            };
            lots.hold(is == to_ship, || {
                format!(
                    "order {number}, {status}: the lots of line {} come to {is} instead of {to_ship}",
                    row.id
                )
            });
            let right = match (status, row.accepted, row.damaged) {
                (Received, Some(accepted), Some(damaged)) => {
                    accepted >= 0 && damaged >= 0 && accepted + damaged <= row.quantity
                }
                (status, accepted, damaged) => *status != Received && accepted.is_none() && damaged.is_none(),
            };
            counted.hold(right, || {
                format!(
                    "order {number}, {status}: of {} of line {}, {:?} accepted and {:?} damaged",
                    row.quantity, row.id, row.accepted, row.damaged
                )
            });
        }
    }
    Ok(vec![holds, lots, counted, owned(db).await?])
}

async fn numbers(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = OrderId>,
) -> Result<HashMap<OrderId, (String, OrderStatus)>> {
    let ids: HashSet<OrderId> = ids.collect();
    let rows: Vec<(OrderId, String, OrderStatus)> = orders::Entity::find()
        .select_only()
        .columns([orders::Column::Id, orders::Column::Number, orders::Column::Status])
        .filter(orders::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, number, status)| (id, (number, status)))
        .collect())
}

async fn shipped(db: &impl ConnectionTrait, ids: &[OrderLineId]) -> Result<HashMap<OrderLineId, i64>> {
    let rows: Vec<(OrderLineId, i64)> = line_lots::Entity::find()
        .select_only()
        .column(line_lots::Column::OrderLineId)
        .column_as(
            Expr::col(line_lots::Column::Quantity).sum().cast_as("bigint"),
            "shipped",
        )
        .filter(line_lots::Column::OrderLineId.is_in(ids.iter().copied()))
        .group_by(line_lots::Column::OrderLineId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Holds of lines that are not there: no constraint of the database sees them.
async fn owned(db: &impl ConnectionTrait) -> Result<Invariant> {
    let mut owned = Invariant::new("what holds stock is a line of an order");
    let mut last = None;
    loop {
        let ids = stock::holding(db, last).await?;
        last = ids.last().copied();
        if last.is_none() {
            return Ok(owned);
        }
        let there: HashSet<OrderLineId> = order_lines::Entity::find()
            .select_only()
            .column(order_lines::Column::Id)
            .filter(order_lines::Column::Id.is_in(ids.iter().copied()))
            .into_tuple()
            .all(db)
            .await?
            .into_iter()
            .collect();
        for id in ids {
            owned.hold(there.contains(&id), || {
                format!("line {id} holds stock, but belongs to no order")
            });
        }
    }
}
