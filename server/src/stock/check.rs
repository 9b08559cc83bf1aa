//! Finds stock that does not add up: the last line of defence, for the operator and for tests.

use super::entity::{holds, lots, movements};
use crate::http::Result;
use sea_orm::{ConnectionTrait, EntityTrait, ExprTrait, QuerySelect, sea_query::Expr};
use shared::{LotId, OrderLineId};
use std::collections::HashMap;

/// What does not add up, a sentence each; empty where all is well.
pub(crate) async fn invariants(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let moved: Vec<(LotId, i64)> = movements::Entity::find()
        .select_only()
        .column(movements::Column::LotId)
        .column_as(
            Expr::col(movements::Column::Delta).sum().cast_as("bigint"),
            "moved",
        )
        .group_by(movements::Column::LotId)
        .into_tuple()
        .all(db)
        .await?;
    let held: Vec<(LotId, i64)> = holds::Entity::find()
        .select_only()
        .column(holds::Column::LotId)
        .column_as(Expr::col(holds::Column::Quantity).sum().cast_as("bigint"), "held")
        .group_by(holds::Column::LotId)
        .into_tuple()
        .all(db)
        .await?;
    let moved: HashMap<LotId, i64> = moved.into_iter().collect();
    let held: HashMap<LotId, i64> = held.into_iter().collect();
    let mut found = Vec::new();
    for lot in lots::Entity::find().all(db).await? {
        let (moved, held) = (moved.get(&lot.id), held.get(&lot.id));
        let (moved, held) = (
            moved.copied().unwrap_or_default(),
            held.copied().unwrap_or_default(),
        );
        if lot.on_hand != moved {
            found.push(format!(
                "lot {}: {} on hand, but its movements come to {moved}",
                lot.id, lot.on_hand
            ));
        }
        if lot.reserved != held {
            found.push(format!(
                "lot {}: {} reserved, but its holds come to {held}",
                lot.id, lot.reserved
            ));
        }
    }
    Ok(found)
}

/// What every order line holds.
pub(crate) async fn held(db: &impl ConnectionTrait) -> Result<HashMap<OrderLineId, i64>> {
    let rows: Vec<(OrderLineId, i64)> = holds::Entity::find()
        .select_only()
        .column(holds::Column::OrderLineId)
        .column_as(Expr::col(holds::Column::Quantity).sum().cast_as("bigint"), "held")
        .group_by(holds::Column::OrderLineId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}
