//! Writes what a photograph of a producer shows.

use super::{
    entity::photos::{ActiveModel, Column, Entity},
    photos::{of, view},
    policy,
};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::producers::CaptionProducerPhoto;

pub(super) async fn caption_producer_photo(
    cx: Cx,
    received: Received<CaptionProducerPhoto>,
) -> Result<Reply<CaptionProducerPhoto>> {
    let (id, photo) = received.path;
    policy::may_change(cx.member()?, id)?;
    let mut tx = cx.begin(&received).await?;
    let mut row = of(&*tx, id)
        .await?
        .into_iter()
        .find(|row| row.id == photo)
        .ok_or_else(Error::not_found)?;
    tx.before(&view(&row)?);
    row.caption = filled(received.body.caption.as_deref());
    row.caption_en = filled(received.body.caption_en.as_deref());
    let change = ActiveModel {
        caption: Set(row.caption.clone()),
        caption_en: Set(row.caption_en.clone()),
        ..Default::default()
    };
    Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(photo))
        .exec(&*tx)
        .await?;
    let view = view(&row)?;
    tx.finish("producer_photo", photo, &view, None).await
}

fn filled(text: Option<&str>) -> Option<String> {
    text.map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}
