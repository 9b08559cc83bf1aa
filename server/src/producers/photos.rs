//! A producer's photographs: its people, fields and workshops, in several widths.

use super::entity::photos::{Column, Entity, Model};
use crate::{http::Result, media};
use anyhow::Context;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{OrganisationId, PhotoId, catalogue::ImageSource, producers::ProducerPhoto};
use std::collections::HashMap;

/// Photographs of one producer.
pub(super) const MAX_PHOTOS: usize = 6;

/// The rows of one producer, in the order of showing.
pub(super) async fn of(db: &impl ConnectionTrait, id: OrganisationId) -> Result<Vec<Model>> {
    let rows = Entity::find()
        .filter(Column::ProducerId.eq(id))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    Ok(rows)
}

/// The photographs of producers, in one query.
pub(super) async fn of_each(
    db: &impl ConnectionTrait,
    ids: Vec<OrganisationId>,
) -> Result<HashMap<OrganisationId, Vec<ProducerPhoto>>> {
    let rows = Entity::find()
        .filter(Column::ProducerId.is_in(ids))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    let mut found: HashMap<OrganisationId, Vec<ProducerPhoto>> = HashMap::new();
    for row in &rows {
        found.entry(row.producer_id).or_default().push(view(row)?);
    }
    Ok(found)
}

/// The producers of photographs, in one query.
pub(crate) async fn photographed(
    db: &impl ConnectionTrait,
    ids: Vec<PhotoId>,
) -> Result<HashMap<PhotoId, OrganisationId>> {
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.producer_id)).collect())
}

pub(super) fn view(row: &Model) -> Result<ProducerPhoto> {
    let sizes: Vec<(i32, i32)> = serde_json::from_str(&row.sizes).context("producer_photos.sizes")?;
    Ok(ProducerPhoto {
        id: row.id,
        sources: sizes
            .into_iter()
            .map(|(width, height)| ImageSource {
                url: media::url(&row.file, width),
                width,
                height,
            })
            .collect(),
        caption: row.caption.clone(),
        caption_en: row.caption_en.clone(),
    })
}
