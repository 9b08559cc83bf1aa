//! Lists a retailer's purchases, newest first, or those that wait for approval.

use super::entity::{
    orders,
    purchases::{Column, Entity},
};
use crate::{
    http::{
        Cx, Received, Reply, Result,
        paging::{Limit, decode},
    },
    identity,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::Query};
use shared::{
    Money, Page, PurchaseId, Timestamp,
    orders::{ListPurchases, OrderStatus, PurchaseSummary},
};
use std::collections::HashMap;

/// What a list says of a purchase's orders.
#[derive(Clone, Copy, Debug, Default)]
struct Orders {
    count: i64,
    /// When those that wait for approval expire.
    answer_by: Option<Timestamp>,
}

pub(super) async fn list_purchases(
    cx: Cx,
    received: Received<ListPurchases>,
) -> Result<Reply<ListPurchases>> {
    let (filter, db) = (&received.query, cx.reader());
    let own = cx.member()?.organisation_id;
    let limit = Limit::of(filter.limit)?;
    let before: Option<PurchaseId> = decode(filter.cursor.as_deref())?;
    let awaiting = (filter.awaiting == Some(true)).then(|| {
        Query::select()
            .column(orders::Column::PurchaseId)
            .from(orders::Entity)
            .and_where(orders::Column::BuyerId.eq(own))
            .and_where(orders::Column::Status.eq(OrderStatus::AwaitingApproval))
            .to_owned()
    });
    let rows = Entity::find()
        .filter(Column::BuyerId.eq(own))
        .apply_if(awaiting, |query, awaiting| {
            query.filter(Column::Id.in_subquery(awaiting))
        })
        .apply_if(before, |query, before| query.filter(Column::Id.lt(before)))
        .order_by_desc(Column::Id)
        .limit(limit.fetch())
        .all(db)
        .await?;
    let statuses: Vec<(PurchaseId, OrderStatus, Option<Timestamp>)> = orders::Entity::find()
        .select_only()
        .column(orders::Column::PurchaseId)
        .column(orders::Column::Status)
        .column(orders::Column::AnswerBy)
        .filter(orders::Column::PurchaseId.is_in(rows.iter().map(|row| row.id)))
        .into_tuple()
        .all(db)
        .await?;
    let mut of_purchase: HashMap<PurchaseId, Orders> = HashMap::new();
    for (id, status, answer_by) in statuses {
        let orders = of_purchase.entry(id).or_default();
        orders.count += 1;
        if status == OrderStatus::AwaitingApproval {
            orders.answer_by = orders.answer_by.max(answer_by);
        }
    }
    let names = identity::user_names(db, rows.iter().map(|row| row.user_id)).await?;
    let Page { items, next_cursor } = limit.page(
        rows,
        |row| row.id.to_string(),
        |row| {
            let orders = of_purchase.get(&row.id).copied().unwrap_or_default();
            PurchaseSummary {
                id: row.id,
                requested_by: names.get(&row.user_id).cloned().unwrap_or_default(),
                po_number: row.po_number,
                delivery_name: row.delivery_name,
                wanted_on: row.wanted_on,
                orders: orders.count,
                total: Money {
                    amount: row.total,
                    currency: row.currency,
                },
                placed_at: row.placed_at,
                answer_by: orders.answer_by,
            }
        },
    );
    Reply::read(&Page { items, next_cursor })
}
