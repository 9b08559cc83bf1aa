//! Takes a photograph off a producer's page.

use super::{
    entity::photos::{Column, Entity},
    photos::view,
    policy,
};
use crate::{
    http::{Cx, Error, Received, Reply, Result},
    media::{StoredPicture, erase_later},
};
use anyhow::Context;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::producers::DeleteProducerPhoto;

pub(super) async fn delete_producer_photo(
    cx: Cx,
    received: Received<DeleteProducerPhoto>,
) -> Result<Reply<DeleteProducerPhoto>> {
    let (id, photo) = received.path;
    policy::may_change(cx.member()?, id)?;
    let mut tx = cx.begin(&received).await?;
    let row = Entity::find_by_id(photo)
        .filter(Column::ProducerId.eq(id))
        .one(&*tx)
        .await?
        .ok_or_else(Error::not_found)?;
    tx.before(&view(&row)?);
    let gone = Entity::delete_by_id(photo).exec(&*tx).await?;
    if gone.rows_affected == 0 {
        return Err(Error::not_found());
    }
    let picture = StoredPicture {
        sizes: serde_json::from_str(&row.sizes).context("producer_photos.sizes")?,
        stem: row.file,
    };
    erase_later(&tx, &picture)?;
    tx.finish("producer_photo", photo, &(), None).await
}
