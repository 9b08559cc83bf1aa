//! Empties a slot.

use super::{entity::features::Entity, policy, put_feature::slot_view};
use crate::{
    catalogue,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::EntityTrait;
use shared::curation::DeleteFeature;

pub(super) async fn delete_feature(
    cx: Cx,
    received: Received<DeleteFeature>,
) -> Result<Reply<DeleteFeature>> {
    let (slot,) = received.path;
    policy::may_curate(cx.member()?, slot)?;
    let mut tx = cx.begin(&received).await?;
    let row = Entity::find_by_id(i16::from(slot))
        .one(&*tx)
        .await?
        .ok_or_else(Error::not_found)?;
    let product = catalogue::products(&*tx, [row.product_id]).await?;
    tx.before(&slot_view(row.clone().into(), product.get(&row.product_id)));
    Entity::delete_by_id(row.slot).exec(&*tx).await?;
    tx.changed(row.product_id);
    tx.finish("feature", slot, &(), None).await
}
