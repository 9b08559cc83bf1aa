//! What orders and purchases are called.

use super::entity::orders::{Column, Entity};
use crate::http::Result;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{OrderId, PurchaseId};

/// An order by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OrderName {
    pub(crate) id: OrderId,
    pub(crate) purchase_id: PurchaseId,
    pub(crate) number: String,
    /// Whether anybody but its buyer may see it.
    pub(crate) sent: bool,
}

/// These orders, and all orders of these purchases, in one query.
pub(crate) async fn order_names(
    db: &impl ConnectionTrait,
    orders: Vec<OrderId>,
    purchases: Vec<PurchaseId>,
) -> Result<Vec<OrderName>> {
    let any = Condition::any()
        .add(Column::Id.is_in(orders))
        .add(Column::PurchaseId.is_in(purchases));
    let rows = Entity::find()
        .filter(any)
        .order_by_asc(Column::Number)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| OrderName {
            id: row.id,
            purchase_id: row.purchase_id,
            number: row.number,
            sent: row.sent_at.is_some(),
        })
        .collect())
}
