//! Lists products under one's care, the newest first.

use super::{
    entity::{product_versions as versions, products},
    managed::views,
    policy,
};
use crate::{
    db::containing,
    http::{
        Cx, Received, Reply, Result,
        paging::{Limit, decode},
    },
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use shared::{Page, ProductId, catalogue::ListManagedProducts};

pub(crate) async fn list_managed_products(
    cx: Cx,
    received: Received<ListManagedProducts>,
) -> Result<Reply<ListManagedProducts>> {
    let filter = &received.query;
    let limit = Limit::of(filter.limit)?;
    // UUIDv7: the order of ids is the order in which products were started.
    let before: Option<ProductId> = decode(filter.cursor.as_deref())?;
    let member = cx.member()?;
    let own = (!policy::sees_all(member)).then_some(member.organisation_id);
    let rows = products::Entity::find()
        .apply_if(own, |query, own| {
            query.filter(products::Column::ProducerId.eq(own))
        })
        .apply_if(filter.status, |query, status| {
            query.filter(products::Column::Status.eq(status))
        })
        .apply_if(filter.q.as_deref(), |query, words| {
            let named = versions::Entity::find()
                .select_only()
                .column(versions::Column::Id)
                .filter(versions::Column::NameFolded.like(containing(words)))
                .into_query();
            query.filter(products::Column::CurrentVersionId.in_subquery(named))
        })
        .apply_if(before, |query, before| {
            query.filter(products::Column::Id.lt(before))
        })
        .order_by_desc(products::Column::Id)
        .limit(limit.fetch())
        .all(cx.reader())
        .await?;
    let page = limit.page(rows, |row| row.id.to_string(), |row| row);
    Reply::read(&Page {
        items: views(cx.reader(), page.items, cx.today()).await?,
        next_cursor: page.next_cursor,
    })
}
