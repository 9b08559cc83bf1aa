//! Lists products recorded from old lists, in the order in which they were imported.

use super::entity::recorded_products::{Column, Entity, Model};
use crate::{
    http::{
        Cx, Received, Reply, Result,
        paging::{Limit, decode},
    },
    province::province,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use shared::catalogue::{ListRecordedProducts, RecordedProduct};
use uuid::Uuid;

pub(super) async fn list_recorded_products(
    cx: Cx,
    received: Received<ListRecordedProducts>,
) -> Result<Reply<ListRecordedProducts>> {
    let limit = Limit::of(received.query.limit)?;
    let after: Option<Uuid> = decode(received.query.cursor.as_deref())?;
    let rows = Entity::find()
        .apply_if(after, |query, after| query.filter(Column::Id.gt(after)))
        .order_by_asc(Column::Id)
        .limit(limit.fetch())
        .all(cx.reader())
        .await?;
    Reply::read(&limit.page(rows, |row| row.id.to_string(), RecordedProduct::from))
}

impl From<Model> for RecordedProduct {
    fn from(row: Model) -> Self {
        Self {
            name: row.name,
            recorded_stars: row.recorded_stars.and_then(|stars| u8::try_from(stars).ok()),
            group: row.group_code,
            producer_name: row.producer_name,
            old_place: row.old_place,
            commune: row.commune_code.map(|code| province().commune_or_code(&code)),
            recognition: row.recognition,
            source: row.source,
            imported_at: row.imported_at,
        }
    }
}
