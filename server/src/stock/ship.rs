//! Takes an order's goods out of the lots. Planned anew on the day of shipping: what was held may have spoilt or
//! passed its best-before day meanwhile, and an earlier lot may have come in.

use super::{
    entity::{lots, movements},
    fefo::{Free, Short, Wanted, allocate, by_lot, short_of},
    hold::lock,
    release::{forget, of_lines},
};
use crate::{db::Tx, http::Result};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};
use shared::{Date, LotId, MovementId, OrderId, OrderLineId, stock::MovementReason};
use std::collections::{BTreeMap, BTreeSet};

/// What one line was sent of one lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shipped {
    pub(crate) line: OrderLineId,
    pub(crate) lot: LotId,
    pub(crate) quantity: i64,
}

/// Ships all lines, or none: then says which are short. After an inner error the transaction must be dropped.
pub(crate) async fn ship(
    tx: &Tx,
    order: OrderId,
    lines: &[Wanted],
    today: Date,
) -> Result<std::result::Result<Vec<Shipped>, Vec<Short>>> {
    let ids: Vec<OrderLineId> = lines.iter().map(|line| line.line).collect();
    let rows = lock(tx, lines).await?;
    let held = of_lines(&**tx, &ids).await?;
    let own = by_lot(held.iter().map(|row| (row.lot_id, row.quantity)));
    let free: Vec<Free> = rows
        .iter()
        .map(|row| Free::of(row, own.get(&row.id).copied().unwrap_or_default()))
        .collect();
    let parts = match allocate(lines, &free, today) {
        Ok(parts) => parts,
        Err(shorts) => return Ok(Err(shorts)),
    };
    let taken = by_lot(parts.iter().map(|part| (part.lot, part.quantity)));
    if let Some(lot) = write(tx, &own, &taken).await? {
        return Ok(Err(short_of(lines, &parts, lot)));
    }
    forget(tx, &ids).await?;
    let ledger = taken.iter().map(|(lot, quantity)| movements::ActiveModel {
        id: Set(MovementId(tx.new_id())),
        lot_id: Set(*lot),
        delta: Set(-quantity),
        reason: Set(MovementReason::Shipped),
        order_id: Set(Some(order)),
        note: Set(None),
        user_id: Set(None),
        at: Set(tx.at()),
    });
    movements::Entity::insert_many(ledger)
        .exec_without_returning(&**tx)
        .await?;
    Ok(Ok(parts
        .into_iter()
        .map(|part| Shipped {
            line: part.line,
            lot: part.lot,
            quantity: part.quantity,
        })
        .collect()))
}

/// Gives back what was held and takes what is shipped, one statement a lot in the order of their ids. Returns the
/// lot that has too little, if any.
async fn write(tx: &Tx, own: &BTreeMap<LotId, i64>, taken: &BTreeMap<LotId, i64>) -> Result<Option<LotId>> {
    let touched: BTreeSet<LotId> = own.keys().chain(taken.keys()).copied().collect();
    for lot in touched {
        let gone = taken.get(&lot).copied().unwrap_or_default();
        let given_back = own.get(&lot).copied().unwrap_or_default();
        let on_hand = Expr::col(lots::Column::OnHand).sub(gone);
        let reserved = Expr::col(lots::Column::Reserved).sub(given_back);
        let changed = lots::Entity::update_many()
            .col_expr(lots::Column::OnHand, on_hand.clone())
            .col_expr(lots::Column::Reserved, reserved.clone())
            .filter(lots::Column::Id.eq(lot))
            .filter(on_hand.gte(reserved))
            .exec(&**tx)
            .await?;
        if changed.rows_affected == 0 {
            return Ok(Some(lot));
        }
    }
    Ok(None)
}
