//! Takes stock for orders before they are shipped.

use super::{
    entity::{holds, lots},
    fefo::{Short, Wanted, allocate, by_lot, free_for_new, short_of},
};
use crate::{db::Tx, http::Result};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use shared::Date;
use std::collections::BTreeSet;

/// Holds stock for all lines, of lots that are good on the day they are wanted, or for none: then says which are short. After an inner error the transaction must be
/// dropped.
pub(crate) async fn hold(
    tx: &Tx,
    wanted: &[Wanted],
    today: Date,
) -> Result<std::result::Result<(), Vec<Short>>> {
    let free = free_for_new(&lock(tx, wanted).await?, today);
    let parts = match allocate(wanted, &free, today) {
        Ok(parts) => parts,
        Err(shorts) => return Ok(Err(shorts)),
    };
    for (lot, quantity) in by_lot(parts.iter().map(|part| (part.lot, part.quantity))) {
        let changed = lots::Entity::update_many()
            .col_expr(
                lots::Column::Reserved,
                Expr::col(lots::Column::Reserved).add(quantity),
            )
            .filter(lots::Column::Id.eq(lot))
            .filter(
                Expr::col(lots::Column::OnHand)
                    .sub(Expr::col(lots::Column::Reserved))
                    .gte(quantity),
            )
            .exec(&**tx)
            .await?;
        if changed.rows_affected == 0 {
            return Ok(Err(short_of(wanted, &parts, lot)));
        }
    }
    let rows = parts.into_iter().map(|part| holds::ActiveModel {
        order_line_id: Set(part.line),
        lot_id: Set(part.lot),
        quantity: Set(part.quantity),
    });
    tx.later(holds::Entity::insert_many(rows));
    Ok(Ok(()))
}

/// The lots that still hold something of the wanted packs, locked in the order of their ids until the transaction
/// ends. SQLite has one writer and leaves the lock out.
pub(super) async fn lock(tx: &Tx, wanted: &[Wanted]) -> Result<Vec<lots::Model>> {
    let packs: BTreeSet<_> = wanted.iter().map(|line| line.pack).collect();
    Ok(lots::Entity::find()
        .filter(lots::Column::PackId.is_in(packs))
        .filter(lots::Column::OnHand.gt(0))
        .order_by_asc(lots::Column::Id)
        .lock_exclusive()
        .all(&**tx)
        .await?)
}
