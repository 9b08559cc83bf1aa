//! Puts the product on the shelf of stores. Who says so has seen it there: it is the shelf's first confirmation.

use super::{
    chains::expect_stores,
    confirm_listing::remember,
    entity::listing_stores::{ActiveModel, Column, Entity},
    step::{self, Step, Why},
    view,
};
use crate::{
    db::Tx,
    http::{Cx, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{ListingId, StoreId, listings::ShelveListing};
use std::collections::HashMap;

pub(super) async fn shelve_listing(
    cx: Cx,
    received: Received<ShelveListing>,
) -> Result<Reply<ShelveListing>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    let (allowed, listing) = step::find_own(&tx, member, id).await?;
    let listing = step::take(&mut tx, allowed, listing, Step::Shelve, Why::default()).await?;
    let stores = &received.body.store_ids;
    expect_stores(&*tx, listing.chain_id, stores).await?;
    let begun = shelve(&tx, id, stores).await?;
    remember(&tx, &listing, &begun, member.user_id).await?;
    tx.changed(listing.product_id);
    let view = view::one(&*tx, member, listing, cx.today()).await?;
    tx.finish("listing", id, &view, Some(view.version)).await
}

/// Adds the stores that the listing does not have; the others keep what they confirmed. Where it stood before, it begins
/// anew. The stores where it did not stand until now.
async fn shelve(tx: &Tx, listing: ListingId, stores: &[StoreId]) -> Result<Vec<StoreId>> {
    let held: HashMap<StoreId, bool> = Entity::find()
        .filter(Column::ListingId.eq(listing))
        .all(&**tx)
        .await?
        .into_iter()
        .map(|row| (row.store_id, row.removed_at.is_none()))
        .collect();
    Entity::update_many()
        .set(ActiveModel {
            shelved_at: Set(tx.at()),
            confirmed_at: Set(Some(tx.at())),
            removed_at: Set(None),
            reason_code: Set(None),
            reason: Set(None),
            ..Default::default()
        })
        .filter(Column::ListingId.eq(listing))
        .filter(Column::StoreId.is_in(stores.iter().copied()))
        .filter(Column::RemovedAt.is_not_null())
        .exec(&**tx)
        .await?;
    let rows: Vec<ActiveModel> = stores
        .iter()
        .filter(|store| !held.contains_key(store))
        .map(|store| ActiveModel {
            listing_id: Set(listing),
            store_id: Set(*store),
            shelved_at: Set(tx.at()),
            confirmed_at: Set(Some(tx.at())),
            removed_at: Set(None),
            reason_code: Set(None),
            reason: Set(None),
        })
        .collect();
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(&**tx).await?;
    }
    let begun = stores.iter().copied();
    Ok(begun.filter(|store| held.get(store) != Some(&true)).collect())
}
