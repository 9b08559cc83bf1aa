//! Which lots orders would take if they were shipped now, without taking them.

use super::{
    entity::{holds, lots},
    fefo::{Free, Wanted, as_far_as_possible, by_lot},
    policy,
    release::of_lines,
    ship::Shipped,
};
use crate::{
    auth::Member,
    http::{Error, Result},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{LotId, OrderLineId, PackId};
use std::collections::{BTreeSet, HashMap};

/// What would be taken of which lot: as much as there is.
pub(crate) async fn plan(db: &impl ConnectionTrait, wanted: &[Wanted]) -> Result<Vec<Shipped>> {
    let packs: BTreeSet<PackId> = wanted.iter().map(|line| line.pack).collect();
    let ids: Vec<OrderLineId> = wanted.iter().map(|line| line.line).collect();
    let held = of_lines(db, &ids).await?;
    let own = by_lot(held.iter().map(|row| (row.lot_id, row.quantity)));
    let free: Vec<Free> = lots::Entity::find()
        .filter(lots::Column::PackId.is_in(packs))
        .filter(lots::Column::OnHand.gt(0))
        .order_by_asc(lots::Column::Id)
        .all(db)
        .await?
        .iter()
        .map(|row| Free::of(row, own.get(&row.id).copied().unwrap_or_default()))
        .collect();
    let parts = as_far_as_possible(wanted, &free);
    Ok(parts
        .into_iter()
        .map(|part| Shipped {
            line: part.line,
            lot: part.lot,
            quantity: part.quantity,
        })
        .collect())
}

/// What order lines hold of one of the member's own lots.
pub(crate) async fn held_of_lot(
    db: &impl ConnectionTrait,
    member: &Member,
    id: LotId,
) -> Result<HashMap<OrderLineId, i64>> {
    let lot = lots::Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or_else(Error::not_found)?;
    policy::may_keep(member, &lot)?;
    let rows = holds::Entity::find()
        .filter(holds::Column::LotId.eq(id))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.order_line_id, row.quantity))
        .collect())
}
