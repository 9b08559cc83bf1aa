//! Empties a slot, or takes one of its periods away.

use super::{
    entity::features::{Column, Entity, Model},
    policy,
    put_feature::slot_view,
};
use crate::{
    catalogue,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait};
use shared::curation::{DeleteFeature, FeatureSlot};

pub(super) async fn delete_feature(
    cx: Cx,
    received: Received<DeleteFeature>,
) -> Result<Reply<DeleteFeature>> {
    let (slot,) = received.path;
    policy::may_curate(cx.member()?, slot)?;
    let mut tx = cx.begin(&received).await?;
    let rows: Vec<Model> = Entity::find()
        .filter(Column::Slot.eq(i16::from(slot)))
        .apply_if(received.query.from, |query, from| {
            query.filter(Column::FromOn.eq(from))
        })
        .order_by_asc(Column::FromOn)
        .all(&*tx)
        .await?;
    if rows.is_empty() {
        return Err(Error::not_found());
    }
    let products = catalogue::products(&*tx, rows.iter().map(|row| row.product_id)).await?;
    let view = |row: &Model| slot_view(row.clone().into(), products.get(&row.product_id));
    match rows.as_slice() {
        [one] => tx.before(&view(one)),
        many => tx.before(&many.iter().map(view).collect::<Vec<FeatureSlot>>()),
    }
    for row in &rows {
        Entity::delete_by_id((row.slot, row.from_on)).exec(&*tx).await?;
        tx.changed(row.product_id);
    }
    tx.finish("feature", slot, &(), None).await
}
