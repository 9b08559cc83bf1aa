//! Takes a photograph off a producer's page.

use super::{
    entity::photos::{Column, Entity},
    policy,
};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::producers::DeleteProducerPhoto;

pub(super) async fn delete_producer_photo(
    cx: Cx,
    received: Received<DeleteProducerPhoto>,
) -> Result<Reply<DeleteProducerPhoto>> {
    let (id, photo) = received.path;
    policy::may_change(cx.member()?, id)?;
    let tx = cx.begin(&received).await?;
    let gone = Entity::delete_many()
        .filter(Column::Id.eq(photo))
        .filter(Column::ProducerId.eq(id))
        .exec(&*tx)
        .await?;
    if gone.rows_affected == 0 {
        return Err(Error::not_found());
    }
    tx.finish("producer_photo", photo, &(), None).await
}
