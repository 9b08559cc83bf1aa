//! A producer's own lots as tables bring them in.

use super::{
    create_lot,
    entity::{lots, movements},
};
use crate::{auth::Member, db::Tx, http::Result};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use shared::{
    Date, LotId, OrganisationId, PackId,
    stock::{LotCreate, MovementReason},
};
use std::collections::HashMap;

/// One of a producer's own lots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwnLot {
    pub(crate) pack_id: PackId,
    pub(crate) code: String,
    pub(crate) produced_on: Date,
    pub(crate) best_before: Option<Date>,
    /// Cases in the first line of its ledger: what it was made with, whatever has gone since.
    pub(crate) made: i64,
}

/// All lots of a producer.
pub(crate) async fn own_lots(db: &impl ConnectionTrait, producer: OrganisationId) -> Result<Vec<OwnLot>> {
    let rows = lots::Entity::find()
        .filter(lots::Column::ProducerId.eq(producer))
        .all(db)
        .await?;
    let ids = lots::Entity::find()
        .select_only()
        .column(lots::Column::Id)
        .filter(lots::Column::ProducerId.eq(producer))
        .into_query();
    let produced = movements::Entity::find()
        .filter(movements::Column::LotId.in_subquery(ids))
        .filter(movements::Column::Reason.eq(MovementReason::Produced))
        .order_by_asc(movements::Column::Id)
        .all(db)
        .await?;
    let made = firsts(produced);
    Ok(rows
        .into_iter()
        .map(|row| OwnLot {
            made: made.get(&row.id).copied().unwrap_or_default(),
            pack_id: row.pack_id,
            code: row.code,
            produced_on: row.produced_on,
            best_before: row.best_before,
        })
        .collect())
}

/// Cases that each lot was made with.
pub(crate) async fn made(db: &impl ConnectionTrait, ids: Vec<LotId>) -> Result<HashMap<LotId, i64>> {
    let mut rows = Vec::new();
    for some in ids.chunks(AT_ONCE) {
        let found = movements::Entity::find()
            .filter(movements::Column::LotId.is_in(some.iter().copied()))
            .filter(movements::Column::Reason.eq(MovementReason::Produced))
            .order_by_asc(movements::Column::Id)
            .all(db)
            .await?;
        rows.extend(found);
    }
    Ok(firsts(rows))
}

/// Lots of one statement.
const AT_ONCE: usize = 5_000;

/// The first line of each ledger.
fn firsts(rows: Vec<movements::Model>) -> HashMap<LotId, i64> {
    let mut firsts = HashMap::new();
    for row in rows {
        firsts.entry(row.lot_id).or_insert(row.delta);
    }
    firsts
}

/// `create_lot`, within a transaction that may do more.
pub(crate) async fn add_lot(tx: &mut Tx, member: &Member, today: Date, new: LotCreate) -> Result<LotId> {
    Ok(create_lot::add_lot(tx, member, today, new).await?.id)
}
