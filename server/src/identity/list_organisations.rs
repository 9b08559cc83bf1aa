//! Lists organisations, those that wait longest first.

use super::{
    entity::organisations::{Column, Entity},
    tax,
};
use crate::{
    db::holding,
    http::{
        Cx, Received, Reply, Result,
        paging::{Limit, decode},
    },
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use shared::{OrganisationId, Page, identity::ListOrganisations};

pub(crate) async fn list_organisations(
    cx: Cx,
    received: Received<ListOrganisations>,
) -> Result<Reply<ListOrganisations>> {
    let filter = &received.query;
    let limit = Limit::of(filter.limit)?;
    // UUIDv7: the order of ids is the order of registration.
    let after: Option<OrganisationId> = decode(filter.cursor.as_deref())?;
    let rows = Entity::find()
        .apply_if(filter.kind, |query, kind| query.filter(Column::Kind.eq(kind)))
        .apply_if(filter.status, |query, status| {
            query.filter(Column::Status.eq(status))
        })
        .apply_if(filter.commune.as_deref(), |query, commune| {
            query.filter(Column::CommuneCode.eq(commune))
        })
        .apply_if(filter.q.as_deref(), |query, words| {
            query.filter(holding(words, |pattern| Column::NameFolded.like(pattern)))
        })
        .apply_if(after, |query, after| query.filter(Column::Id.gt(after)))
        .order_by_asc(Column::Id)
        .limit(limit.fetch())
        .all(cx.reader())
        .await?;
    let page = limit.page(rows, |row| row.id.to_string(), |row| row);
    let items = page.items.into_iter().map(|row| tax::view(&cx, row));
    Reply::read(&Page {
        items: items.collect::<Result<_>>()?,
        next_cursor: page.next_cursor,
    })
}
