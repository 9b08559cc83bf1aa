//! Closes a store for good: what stood on its shelves no longer does, from today on.

use super::{
    chains::store_record,
    entity::{listing_stores, stores},
    update_store::{find, standing, write},
};
use crate::http::{Cx, Received, Reply, Result};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::listings::CloseStore;

pub(super) async fn close_store(cx: Cx, received: Received<CloseStore>) -> Result<Reply<CloseStore>> {
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    let (_allowed, mut row) = find(&tx, cx.member()?, id).await?;
    tx.before(&store_record(&*tx, cx.vault(), row.clone()).await?);
    for product in standing(&tx, id).await? {
        tx.changed(product);
    }
    let removed = listing_stores::ActiveModel {
        removed_at: Set(Some(tx.at())),
        ..Default::default()
    };
    listing_stores::Entity::update_many()
        .set(removed)
        .filter(listing_stores::Column::StoreId.eq(id))
        .filter(listing_stores::Column::RemovedAt.is_null())
        .exec(&*tx)
        .await?;
    let seen = row.version;
    row.closed_at = Some(tx.at());
    row.version += 1;
    let change = stores::ActiveModel {
        closed_at: Set(row.closed_at),
        version: Set(row.version),
        ..Default::default()
    };
    let row = write(&tx, row, seen, change).await?;
    let view = store_record(&*tx, cx.vault(), row).await?;
    tx.finish("store", id, &view, Some(view.version)).await
}
