//! How many organisations wait for the centre.

use super::entity::organisations::{Column, Entity};
use crate::http::Result;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use shared::{Timestamp, identity::OrganisationStatus};

/// How many wait to be verified, and since when the first does.
pub(crate) async fn waiting_organisations(db: &impl ConnectionTrait) -> Result<(i64, Option<Timestamp>)> {
    let waiting = Entity::find().filter(Column::Status.eq(OrganisationStatus::Pending));
    let count = waiting.clone().count(db).await?;
    let first = waiting.order_by_asc(Column::RegisteredAt).one(db).await?;
    Ok((
        i64::try_from(count).unwrap_or(i64::MAX),
        first.map(|row| row.registered_at),
    ))
}
