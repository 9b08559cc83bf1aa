//! Lists the orders for which cases of a lot are held.

use super::entity::{order_lines, orders};
use crate::{
    http::{Cx, Received, Reply, Result},
    identity, stock,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    OrderId, Page,
    orders::{BuyerRef, ListLotOrders, LotOrder},
};
use std::collections::{BTreeMap, HashSet};

pub(super) async fn list_lot_orders(
    cx: Cx,
    received: Received<ListLotOrders>,
) -> Result<Reply<ListLotOrders>> {
    let (id,) = received.path;
    let db = cx.reader();
    let held = stock::held_of_lot(db, cx.member()?, id).await?;
    let lines = order_lines::Entity::find()
        .filter(order_lines::Column::Id.is_in(held.keys().copied()))
        .all(db)
        .await?;
    let mut of_order: BTreeMap<OrderId, i64> = BTreeMap::new();
    for line in &lines {
        *of_order.entry(line.order_id).or_default() += held.get(&line.id).copied().unwrap_or_default();
    }
    let rows = orders::Entity::find()
        .filter(orders::Column::Id.is_in(of_order.keys().copied()))
        // What waits for the buyer's own approval is not known to the producer yet.
        .filter(orders::Column::SentAt.is_not_null())
        .order_by_asc(orders::Column::Id)
        .all(db)
        .await?;
    let buyers: HashSet<_> = rows.iter().map(|row| row.buyer_id).collect();
    let names = identity::organisation_names(db, buyers).await?;
    let items = rows
        .into_iter()
        .map(|row| LotOrder {
            quantity: of_order.get(&row.id).copied().unwrap_or_default(),
            buyer: BuyerRef {
                id: row.buyer_id,
                name: names.get(&row.buyer_id).cloned().unwrap_or_default(),
            },
            order_id: row.id,
            number: row.number,
            status: row.status,
        })
        .collect();
    Reply::read(&Page::whole(items))
}
