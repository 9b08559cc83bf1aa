//! Confirms that the product still stands on the shelf: only this makes it count.

use super::{
    chains::expect_known,
    entity::{
        listing_stores::{ActiveModel, Column, Entity},
        listings, shelf_confirmations,
    },
    step::{self, Step, Why},
    view,
};
use crate::{
    db::Tx,
    http::{Cx, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{StoreId, UserId, listings::ConfirmListing};
use std::collections::HashSet;

pub(super) async fn confirm_listing(
    cx: Cx,
    received: Received<ConfirmListing>,
) -> Result<Reply<ConfirmListing>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    let (allowed, listing) = step::find_own(&tx, member, id).await?;
    let listing = step::take(&mut tx, allowed, listing, Step::Confirm, Why::default()).await?;
    confirm(&tx, &listing, received.body.store_ids.as_deref(), member.user_id).await?;
    tx.changed(listing.product_id);
    let view = view::one(&*tx, member, listing, cx.today()).await?;
    tx.finish("listing", id, &view, Some(view.version)).await
}

/// Notes the confirmation at each store, as the newest and in the history.
pub(super) async fn confirm(
    tx: &Tx,
    listing: &listings::Model,
    chosen: Option<&[StoreId]>,
    by: UserId,
) -> Result<()> {
    let held: HashSet<StoreId> = Entity::find()
        .filter(Column::ListingId.eq(listing.id))
        .filter(Column::RemovedAt.is_null())
        .all(&**tx)
        .await?
        .into_iter()
        .map(|row| row.store_id)
        .collect();
    // An empty list chooses nothing in particular: every store.
    let stores: Vec<StoreId> = match chosen {
        Some(chosen) if !chosen.is_empty() => {
            expect_known(chosen, &held)?;
            chosen.to_vec()
        }
        _ => held.into_iter().collect(),
    };
    let newest = ActiveModel {
        confirmed_at: Set(Some(tx.at())),
        ..Default::default()
    };
    Entity::update_many()
        .set(newest)
        .filter(Column::ListingId.eq(listing.id))
        .filter(Column::StoreId.is_in(stores.iter().copied()))
        .exec(&**tx)
        .await?;
    remember(tx, listing, &stores, by).await
}

/// Writes what was said into the history.
pub(super) async fn remember(
    tx: &Tx,
    listing: &listings::Model,
    stores: &[StoreId],
    by: UserId,
) -> Result<()> {
    if stores.is_empty() {
        return Ok(());
    }
    let history: Vec<shelf_confirmations::ActiveModel> = stores
        .iter()
        .map(|store| shelf_confirmations::ActiveModel {
            id: Set(tx.new_id()),
            listing_id: Set(listing.id),
            store_id: Set(*store),
            product_id: Set(listing.product_id),
            confirmed_at: Set(tx.at()),
            user_id: Set(Some(by)),
            ended_at: Set(None),
        })
        .collect();
    shelf_confirmations::Entity::insert_many(history)
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}
