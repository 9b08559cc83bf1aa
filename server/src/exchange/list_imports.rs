//! Lists one's own organisation's imports, the newest first.

use super::{
    entity::imports::{Column, Entity},
    view::views,
};
use crate::http::{
    Cx, Received, Reply, Result,
    paging::{Limit, decode},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use shared::{ImportId, Page, exchange::ListImports};

pub(super) async fn list_imports(cx: Cx, received: Received<ListImports>) -> Result<Reply<ListImports>> {
    let filter = &received.query;
    let limit = Limit::of(filter.limit)?;
    // UUIDv7: the order of ids is the order of sending.
    let before: Option<ImportId> = decode(filter.cursor.as_deref())?;
    let rows = Entity::find()
        .filter(Column::OrganisationId.eq(cx.member()?.organisation_id))
        .apply_if(filter.kind, |query, kind| query.filter(Column::Kind.eq(kind)))
        .apply_if(before, |query, before| query.filter(Column::Id.lt(before)))
        .order_by_desc(Column::Id)
        .limit(limit.fetch())
        .all(cx.reader())
        .await?;
    let Page { items, next_cursor } = limit.page(rows, |row| row.id.to_string(), |row| row);
    let items = views(cx.reader(), &cx.app, items, cx.lang).await?;
    Reply::read(&Page { items, next_cursor })
}
