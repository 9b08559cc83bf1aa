//! Takes a collection away; its products stay where they are.

use super::{
    collections::products_of,
    entity::collections::{Column, Entity},
    policy,
    put_collection::{empty, record},
};
use crate::{
    catalogue,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::curation::DeleteCollection;

pub(super) async fn delete_collection(
    cx: Cx,
    received: Received<DeleteCollection>,
) -> Result<Reply<DeleteCollection>> {
    policy::may_collect(cx.member()?)?;
    let slug = received.path.0.0.as_str();
    let mut tx = cx.begin(&received).await?;
    let row = Entity::find()
        .filter(Column::Slug.eq(slug))
        .one(&*tx)
        .await?
        .ok_or_else(Error::not_found)?;
    let held = products_of(&*tx, [row.id])
        .await?
        .remove(&row.id)
        .unwrap_or_default();
    let products = catalogue::products(&*tx, &held).await?;
    tx.before(&record(row.clone(), &held, &products));
    empty(&tx, row.id).await?;
    Entity::delete_by_id(row.id).exec(&*tx).await?;
    tx.finish("collection", row.id, &(), None).await
}
