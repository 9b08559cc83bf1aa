//! Which lots orders would take if they were shipped now, without taking them.

use super::{
    entity::{holds, lots},
    fefo::{Free, Short, Wanted, allocate, as_far_as_possible, by_lot},
    policy,
    release::of_lines,
    ship::Shipped,
};
use crate::{
    auth::Member,
    http::{Error, Result},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{Date, LotId, OrderLineId, PackId};
use std::collections::{BTreeMap, HashMap};

/// What would be taken of which lot, and which lines are short; of these, as much as there is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) parts: Vec<Shipped>,
    pub(crate) shorts: Vec<Short>,
}

/// Plans lines as shipping does, a pack at a time: what one pack lacks does not hide the lots of the others.
pub(crate) async fn plan(db: &impl ConnectionTrait, wanted: &[Wanted], today: Date) -> Result<Plan> {
    let mut by_pack: BTreeMap<PackId, Vec<Wanted>> = BTreeMap::new();
    for line in wanted {
        by_pack.entry(line.pack).or_default().push(*line);
    }
    let ids: Vec<OrderLineId> = wanted.iter().map(|line| line.line).collect();
    let held = of_lines(db, &ids).await?;
    let own = by_lot(held.iter().map(|row| (row.lot_id, row.quantity)));
    let free: Vec<Free> = lots::Entity::find()
        .filter(lots::Column::PackId.is_in(by_pack.keys().copied()))
        .filter(lots::Column::OnHand.gt(0))
        .order_by_asc(lots::Column::Id)
        .all(db)
        .await?
        .iter()
        .map(|row| Free::of(row, own.get(&row.id).copied().unwrap_or_default()))
        .collect();
    let mut plan = Plan::default();
    for lines in by_pack.values() {
        let parts = allocate(lines, &free, today).unwrap_or_else(|shorts| {
            plan.shorts.extend(shorts);
            // What there is can be fetched all the same.
            as_far_as_possible(lines, &free, today)
        });
        plan.parts.extend(parts.into_iter().map(|part| Shipped {
            line: part.line,
            lot: part.lot,
            quantity: part.quantity,
        }));
    }
    Ok(plan)
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
