//! Takes the product off shelves: of some of its stores, or of all, which ends the listing.

use super::{
    chains::expect_known,
    entity::{listing_stores, shelf_confirmations},
    step::{self, Step, Why},
    view,
};
use crate::{
    db::Tx,
    http::{Cx, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{ListingId, StoreId, listings::DelistListing};
use std::collections::HashSet;

pub(super) async fn delist_listing(
    cx: Cx,
    received: Received<DelistListing>,
) -> Result<Reply<DelistListing>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let body = &received.body;
    let mut tx = cx.begin(&received).await?;
    let (allowed, listing) = step::find_own(&tx, member, id).await?;
    let why = Why {
        code: Some(body.reason_code),
        words: body.reason.clone(),
    };
    let mut standing = standing(&tx, id).await?;
    let chosen = match &body.store_ids {
        Some(stores) => {
            expect_known(stores, &standing)?;
            standing.retain(|store| !stores.contains(store));
            stores.clone()
        }
        None => standing.drain().collect(),
    };
    let step = if standing.is_empty() {
        Step::Delist
    } else {
        Step::Thin
    };
    let listing = step::take(&mut tx, allowed, listing, step, why.clone()).await?;
    take_off(&tx, id, chosen, why).await?;
    tx.changed(listing.product_id);
    let view = view::one(&*tx, member, listing, cx.today()).await?;
    tx.finish("listing", id, &view, Some(view.version)).await
}

/// The stores where the listing stands now.
async fn standing(tx: &Tx, listing: ListingId) -> Result<HashSet<StoreId>> {
    let places = listing_stores::Entity::find()
        .filter(listing_stores::Column::ListingId.eq(listing))
        .filter(listing_stores::Column::RemovedAt.is_null())
        .all(&**tx)
        .await?;
    Ok(places.into_iter().map(|place| place.store_id).collect())
}

/// Ends what these stores have confirmed, so that earlier days keep it and later ones do not.
async fn take_off(tx: &Tx, listing: ListingId, stores: Vec<StoreId>, why: Why) -> Result<()> {
    let removed = listing_stores::ActiveModel {
        removed_at: Set(Some(tx.at())),
        reason_code: Set(why.code),
        reason: Set(why.words()),
        ..Default::default()
    };
    listing_stores::Entity::update_many()
        .set(removed)
        .filter(listing_stores::Column::ListingId.eq(listing))
        .filter(listing_stores::Column::StoreId.is_in(stores.iter().copied()))
        .exec(&**tx)
        .await?;
    let ended = shelf_confirmations::ActiveModel {
        ended_at: Set(Some(tx.at())),
        ..Default::default()
    };
    shelf_confirmations::Entity::update_many()
        .set(ended)
        .filter(shelf_confirmations::Column::ListingId.eq(listing))
        .filter(shelf_confirmations::Column::StoreId.is_in(stores))
        .filter(shelf_confirmations::Column::EndedAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(())
}
