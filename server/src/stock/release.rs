//! Gives back what order lines hold.

use super::{
    entity::{holds, lots},
    fefo::by_lot,
};
use crate::{db::Tx, http::Result};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};
use shared::OrderLineId;

/// Gives back everything that these lines hold.
pub(crate) async fn release(tx: &Tx, lines: &[OrderLineId]) -> Result<()> {
    let held = of_lines(&**tx, lines).await?;
    for (lot, quantity) in by_lot(held.iter().map(|row| (row.lot_id, row.quantity))) {
        lots::Entity::update_many()
            .col_expr(
                lots::Column::Reserved,
                Expr::col(lots::Column::Reserved).sub(quantity),
            )
            .filter(lots::Column::Id.eq(lot))
            .exec(&**tx)
            .await?;
    }
    forget(tx, lines).await
}

/// What these lines hold.
pub(super) async fn of_lines(db: &impl ConnectionTrait, lines: &[OrderLineId]) -> Result<Vec<holds::Model>> {
    Ok(holds::Entity::find()
        .filter(holds::Column::OrderLineId.is_in(lines.iter().copied()))
        .all(db)
        .await?)
}

/// Takes the lines' holds away; their lots must have been given back.
pub(super) async fn forget(tx: &Tx, lines: &[OrderLineId]) -> Result<()> {
    holds::Entity::delete_many()
        .filter(holds::Column::OrderLineId.is_in(lines.iter().copied()))
        .exec(&**tx)
        .await?;
    Ok(())
}
