//! Lists one's orders, newest first; all of them for the centre.

use super::entity::{
    orders::{Column, Entity},
    purchases,
};
use crate::{
    auth::Member,
    http::{
        Cx, Error, Received, Reply, Result,
        paging::{Limit, decode},
    },
    identity, producers,
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::SimpleExpr,
};
use shared::{
    Code, Money, OrderId, PurchaseId,
    identity::OrganisationKind,
    orders::{BuyerRef, ListOrders, OrderSide, OrderSummary},
};
use std::collections::{HashMap, HashSet};

pub(super) async fn list_orders(cx: Cx, received: Received<ListOrders>) -> Result<Reply<ListOrders>> {
    let filter = &received.query;
    let limit = Limit::of(filter.limit)?;
    let before: Option<OrderId> = decode(filter.cursor.as_deref())?;
    let own = own_side(cx.member()?, filter.role)?;
    let db = cx.reader();
    // UUIDv7: the order of ids is the order of placing.
    let rows = Entity::find()
        .apply_if(own, sea_orm::QueryFilter::filter)
        .apply_if(filter.status, |query, status| {
            query.filter(Column::Status.eq(status))
        })
        .apply_if(before, |query, before| query.filter(Column::Id.lt(before)))
        .order_by_desc(Column::Id)
        .limit(limit.fetch())
        .all(db)
        .await?;
    let distinct: HashSet<PurchaseId> = rows.iter().map(|row| row.purchase_id).collect();
    let po_numbers: Vec<(PurchaseId, Option<String>)> = purchases::Entity::find()
        .select_only()
        .column(purchases::Column::Id)
        .column(purchases::Column::PoNumber)
        .filter(purchases::Column::Id.is_in(distinct))
        .into_tuple()
        .all(db)
        .await?;
    let po_numbers: HashMap<PurchaseId, Option<String>> = po_numbers.into_iter().collect();
    let buyers: HashSet<_> = rows.iter().map(|row| row.buyer_id).collect();
    let names = identity::organisation_names(db, buyers).await?;
    let sellers: HashSet<_> = rows.iter().map(|row| row.producer_id).collect();
    let sellers = producers::producer_refs(db, sellers).await?;
    let page = limit.page(
        rows,
        |row| row.id.to_string(),
        |row| {
            let missing = || anyhow::anyhow!("order {} has no producer", row.id);
            Ok(OrderSummary {
                producer: sellers.get(&row.producer_id).cloned().ok_or_else(missing)?,
                buyer: BuyerRef {
                    id: row.buyer_id,
                    name: names.get(&row.buyer_id).cloned().unwrap_or_default(),
                },
                po_number: po_numbers.get(&row.purchase_id).cloned().flatten(),
                id: row.id,
                number: row.number,
                status: row.status,
                lines: i64::from(row.line_count),
                total: Money {
                    amount: row.total,
                    currency: row.currency,
                },
                placed_at: row.placed_at,
                answer_by: row.answer_by,
            })
        },
    );
    Reply::read(&shared::Page {
        items: page.items.into_iter().collect::<Result<_>>()?,
        next_cursor: page.next_cursor,
    })
}

/// Producers sell and retailers buy; the centre is on neither side and sees both.
fn own_side(member: &Member, role: Option<OrderSide>) -> Result<Option<SimpleExpr>> {
    let (side, own) = match member.kind {
        OrganisationKind::Producer => (
            Some(OrderSide::Seller),
            Some(Column::ProducerId.eq(member.organisation_id)),
        ),
        OrganisationKind::Retailer => (
            Some(OrderSide::Buyer),
            Some(Column::BuyerId.eq(member.organisation_id)),
        ),
        OrganisationKind::Centre | OrganisationKind::Authority => (None, None),
    };
    if role.is_some() && role != side {
        return Err(Error::refuse(Code::Forbidden).told(
            "Đơn vị của bạn không ở phía này của đơn hàng.",
            "Your organisation is not on this side of orders.",
        ));
    }
    Ok(own)
}
