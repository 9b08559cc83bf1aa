//! What waits for the centre's review.

use super::entity::{product_versions as versions, products};
use crate::http::Result;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use shared::{ProductId, Timestamp, catalogue::ProductStatus};

/// How many products wait, and since when the first does.
pub(crate) async fn waiting_products(db: &impl ConnectionTrait) -> Result<(i64, Option<Timestamp>)> {
    let waiting = waiting_in_order(db).await?;
    let first = waiting.first().and_then(|(_, at)| *at);
    Ok((i64::try_from(waiting.len()).unwrap_or(i64::MAX), first))
}

/// The products that wait, with when they were handed in, the longest waiting first. One query.
pub(super) async fn waiting_in_order(
    db: &impl ConnectionTrait,
) -> Result<Vec<(ProductId, Option<Timestamp>)>> {
    let current = products::Entity::find()
        .select_only()
        .column(products::Column::CurrentVersionId)
        .filter(products::Column::Status.eq(ProductStatus::InReview))
        .into_query();
    let mut waiting: Vec<(ProductId, Option<Timestamp>)> = versions::Entity::find()
        .select_only()
        .columns([versions::Column::ProductId, versions::Column::SubmittedAt])
        .filter(versions::Column::Id.in_subquery(current))
        .into_tuple()
        .all(db)
        .await?;
    waiting.sort_unstable_by_key(|(id, at)| (*at, *id));
    Ok(waiting)
}
