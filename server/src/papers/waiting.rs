//! What waits for the centre to be compared.

use super::entity::papers::{Column, Entity};
use crate::http::Result;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use shared::{Timestamp, papers::PaperStatus};

/// How many papers wait, and since when the first does. One query.
pub(crate) async fn waiting_papers(db: &impl ConnectionTrait) -> Result<(i64, Option<Timestamp>)> {
    let waiting: Option<(i64, Option<Timestamp>)> = Entity::find()
        .select_only()
        .column_as(Column::Id.count(), "count")
        .column_as(Column::AddedAt.min(), "oldest")
        .filter(Column::Status.eq(PaperStatus::Pending))
        .filter(Column::RemovedAt.is_null())
        .into_tuple()
        .one(db)
        .await?;
    Ok(waiting.unwrap_or_default())
}
