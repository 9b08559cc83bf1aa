//! Lists products under one's care, the newest first; for the centre those to be reviewed, the longest waiting first.

use super::{entity::products, managed::views, policy, rows::versions_named, waiting::waiting_in_order};
use crate::http::{
    Cx, Received, Reply, Result,
    paging::{Limit, decode},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use shared::{
    Page, ProductId,
    catalogue::{ListManagedProducts, ManagedProduct, ProductStatus},
};
use std::collections::HashMap;

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
    let narrowed =
        own.is_some() || filter.taken_down.is_some() || filter.producer_id.is_some() || filter.q.is_some();
    if !narrowed && filter.status == Some(ProductStatus::InReview) {
        return Reply::read(&queue(&cx, limit, before).await?);
    }
    let rows = products::Entity::find()
        .apply_if(own, |query, own| {
            query.filter(products::Column::ProducerId.eq(own))
        })
        .apply_if(filter.producer_id, |query, producer| {
            query.filter(products::Column::ProducerId.eq(producer))
        })
        .apply_if(filter.status, |query, status| {
            query.filter(products::Column::Status.eq(status))
        })
        .apply_if(filter.q.as_deref(), |query, words| {
            query.filter(products::Column::CurrentVersionId.in_subquery(versions_named(words)))
        })
        .apply_if(filter.taken_down, |query, down| {
            query.filter(if down {
                products::Column::TakenDownAt.is_not_null()
            } else {
                products::Column::TakenDownAt.is_null()
            })
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

/// One page of the queue. What waits is little, so that the order is made here: when a product's texts were handed in
/// stands with its version.
async fn queue(cx: &Cx, limit: Limit, after: Option<ProductId>) -> Result<Page<ManagedProduct>> {
    let waiting = waiting_in_order(cx.reader()).await?;
    let rest = waiting
        .into_iter()
        .skip_while(|(id, _)| after.is_some_and(|after| *id != after));
    let ids: Vec<ProductId> = rest
        .map(|(id, _)| id)
        .skip(usize::from(after.is_some()))
        .take(limit.rows() + 1)
        .collect();
    let page = limit.page(ids, ToString::to_string, |id| id);
    let mut rows: HashMap<ProductId, products::Model> = products::Entity::find()
        .filter(products::Column::Id.is_in(page.items.iter().copied()))
        .all(cx.reader())
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let rows = page.items.iter().filter_map(|id| rows.remove(id)).collect();
    Ok(Page {
        items: views(cx.reader(), rows, cx.today()).await?,
        next_cursor: page.next_cursor,
    })
}
