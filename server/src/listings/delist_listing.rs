//! Takes the product off the shelves of all its stores.

use super::{
    entity::listing_stores::{ActiveModel, Column, Entity},
    step::{self, Step, Why},
    view,
};
use crate::http::{Cx, Received, Reply, Result};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::listings::DelistListing;

pub(super) async fn delist_listing(
    cx: Cx,
    received: Received<DelistListing>,
) -> Result<Reply<DelistListing>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    let (allowed, listing) = step::find_own(&tx, member, id).await?;
    let why = Why {
        code: Some(received.body.reason_code),
        words: received.body.reason.clone(),
    };
    let listing = step::take(&tx, allowed, listing, Step::Delist, why).await?;
    let removed = ActiveModel {
        removed_at: Set(Some(tx.at())),
        ..Default::default()
    };
    Entity::update_many()
        .set(removed)
        .filter(Column::ListingId.eq(id))
        .filter(Column::RemovedAt.is_null())
        .exec(&*tx)
        .await?;
    tx.changed(listing.product_id);
    let view = view::one(&*tx, member, listing, cx.today()).await?;
    tx.finish("listing", id, &view, Some(view.version)).await
}
