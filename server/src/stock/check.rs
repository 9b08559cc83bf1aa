//! Finds stock that does not add up: the last line of defence, for the operator and for tests.

use super::entity::{holds, lots, movements};
use crate::{
    db::{Invariant, Pages},
    http::Result,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use shared::{LotId, OrderLineId};
use std::collections::HashMap;

/// Lots at a time, and lines at a time.
const PAGE: u64 = 500;

/// Lots against their ledgers and their holds.
pub(crate) async fn check(db: &impl ConnectionTrait) -> Result<Vec<Invariant>> {
    let mut on_hand =
        Invariant::new("what is on hand of a lot is the sum of its movements, and not below nothing");
    let mut reserved =
        Invariant::new("what is held of a lot is the sum of its holds, and no more than is on hand");
    let mut lots = Pages::of(lots::Entity::find(), lots::Column::Id);
    while let Some(rows) = lots.next(db).await? {
        let ids: Vec<LotId> = rows.iter().map(|lot| lot.id).collect();
        let moved = moved(db, &ids).await?;
        let held = held_of(db, &ids).await?;
        for lot in rows {
            let moved = moved.get(&lot.id).copied().unwrap_or_default();
            let held = held.get(&lot.id).copied().unwrap_or_default();
            on_hand.hold(lot.on_hand == moved && lot.on_hand >= 0, || {
                format!(
                    "lot {}: {} on hand, but its movements come to {moved}",
                    lot.id, lot.on_hand
                )
            });
            reserved.hold(lot.reserved == held && lot.reserved <= lot.on_hand, || {
                format!(
                    "lot {}: {} of {} held, but its holds come to {held}",
                    lot.id, lot.reserved, lot.on_hand
                )
            });
        }
    }
    Ok(vec![on_hand, reserved])
}

async fn moved(db: &impl ConnectionTrait, ids: &[LotId]) -> Result<HashMap<LotId, i64>> {
    let rows: Vec<(LotId, i64)> = movements::Entity::find()
        .select_only()
        .column(movements::Column::LotId)
        .column_as(
            Expr::col(movements::Column::Delta).sum().cast_as("bigint"),
            "moved",
        )
        .filter(movements::Column::LotId.is_in(ids.iter().copied()))
        .group_by(movements::Column::LotId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

async fn held_of(db: &impl ConnectionTrait, ids: &[LotId]) -> Result<HashMap<LotId, i64>> {
    let rows: Vec<(LotId, i64)> = holds::Entity::find()
        .select_only()
        .column(holds::Column::LotId)
        .column_as(Expr::col(holds::Column::Quantity).sum().cast_as("bigint"), "held")
        .filter(holds::Column::LotId.is_in(ids.iter().copied()))
        .group_by(holds::Column::LotId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// What these order lines hold.
pub(crate) async fn held(
    db: &impl ConnectionTrait,
    lines: &[OrderLineId],
) -> Result<HashMap<OrderLineId, i64>> {
    let rows: Vec<(OrderLineId, i64)> = holds::Entity::find()
        .select_only()
        .column(holds::Column::OrderLineId)
        .column_as(Expr::col(holds::Column::Quantity).sum().cast_as("bigint"), "held")
        .filter(holds::Column::OrderLineId.is_in(lines.iter().copied()))
        .group_by(holds::Column::OrderLineId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Order lines that hold something, in the order of their ids, some at a time: those after `last`.
pub(crate) async fn holding(
    db: &impl ConnectionTrait,
    last: Option<OrderLineId>,
) -> Result<Vec<OrderLineId>> {
    let mut query = holds::Entity::find()
        .select_only()
        .column(holds::Column::OrderLineId)
        .distinct()
        .order_by_asc(holds::Column::OrderLineId)
        .limit(PAGE);
    if let Some(last) = last {
        query = query.filter(holds::Column::OrderLineId.gt(last));
    }
    Ok(query.into_tuple().all(db).await?)
}
