//! Lists one's orders, newest first; all of them for the centre.

use super::entity::{
    order_lines,
    orders::{Column, Entity, Model},
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
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Expr, Func, LikeExpr, Query, SelectStatement, SimpleExpr},
};
use shared::{
    Code, Money, OrderId, PurchaseId, Timestamp,
    identity::OrganisationKind,
    orders::{BuyerRef, ListOrders, OrderFilter, OrderSide, OrderStatus, OrderSummary},
    time::plus_days,
};
use std::collections::{HashMap, HashSet};

pub(super) async fn list_orders(cx: Cx, received: Received<ListOrders>) -> Result<Reply<ListOrders>> {
    let filter = &received.query;
    let limit = Limit::of(filter.limit)?;
    let before: Option<OrderId> = decode(filter.cursor.as_deref())?;
    let own = own_side(cx.member()?, filter.role)?;
    let db = cx.reader();
    // UUIDv7: the order of ids is the order of placing.
    let rows = asked_for(own, filter)
        .apply_if(before, |query, before| query.filter(Column::Id.lt(before)))
        .order_by_desc(Column::Id)
        .limit(limit.fetch())
        .all(db)
        .await?;
    let distinct: HashSet<PurchaseId> = rows.iter().map(|row| row.purchase_id).collect();
    let purchases: HashMap<PurchaseId, purchases::Model> = purchases::Entity::find()
        .filter(purchases::Column::Id.is_in(distinct))
        .all(db)
        .await?
        .into_iter()
        .map(|purchase| (purchase.id, purchase))
        .collect();
    let missing = missing(db, &rows).await?;
    let buyers: HashSet<_> = rows.iter().map(|row| row.buyer_id).collect();
    let names = identity::organisation_names(db, buyers).await?;
    let sellers: HashSet<_> = rows.iter().map(|row| row.producer_id).collect();
    let sellers = producers::producer_refs(db, sellers).await?;
    let page = limit.page(
        rows,
        |row| row.id.to_string(),
        |row| {
            let unnamed = || anyhow::anyhow!("order {} lacks its producer or its purchase", row.id);
            let purchase = purchases.get(&row.purchase_id).ok_or_else(unnamed)?;
            Ok(OrderSummary {
                producer: sellers.get(&row.producer_id).cloned().ok_or_else(unnamed)?,
                buyer: BuyerRef {
                    id: row.buyer_id,
                    name: names.get(&row.buyer_id).cloned().unwrap_or_default(),
                },
                po_number: purchase.po_number.clone(),
                delivery_name: purchase.delivery_name.clone(),
                wanted_on: purchase.wanted_on,
                missing: missing.get(&row.id).copied(),
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

/// The orders among one's own that a filter asks for: for the list, and for the table made from it.
pub(super) fn asked_for(own: SimpleExpr, filter: &OrderFilter) -> Select<Entity> {
    Entity::find()
        .filter(own)
        .apply_if(filter.status, |query, status| {
            query.filter(Column::Status.eq(status))
        })
        .apply_if(filter.producer, |query, producer| {
            query.filter(Column::ProducerId.eq(producer))
        })
        .apply_if(filter.from, |query, from| {
            query.filter(Column::PlacedAt.gte(Timestamp::start_of(from)))
        })
        .apply_if(filter.until, |query, until| {
            query.filter(Column::PlacedAt.lt(Timestamp::start_of(plus_days(until, 1))))
        })
        .apply_if(filter.delivery.as_deref(), |query, name| {
            let there = purchases::Column::DeliveryName.eq(name);
            query.filter(Column::PurchaseId.in_subquery(purchases_with(there)))
        })
        .apply_if(filter.short_since, |query, since| {
            query
                .filter(Column::Status.eq(OrderStatus::Received))
                .filter(Expr::exists(not_accepted()))
                .filter(Column::ReceivedAt.gte(Timestamp::start_of(since)))
        })
        .apply_if(words(filter.q.as_deref()), |query, words| {
            let own = Expr::expr(Func::lower(Expr::col(purchases::Column::PoNumber))).like(part(&words));
            let number = Expr::expr(Func::lower(Expr::col(Column::Number))).like(part(&words));
            let either = Condition::any().add(number);
            query.filter(either.add(Column::PurchaseId.in_subquery(purchases_with(own))))
        })
}

/// Purchases of which something is so.
fn purchases_with(so: impl Into<SimpleExpr>) -> SelectStatement {
    Query::select()
        .column(purchases::Column::Id)
        .from(purchases::Entity)
        .and_where(so.into())
        .to_owned()
}

/// The lines of an order of which not every case was accepted.
fn not_accepted() -> SelectStatement {
    let (accepted, ordered) = (order_lines::Column::Accepted, order_lines::Column::Quantity);
    Query::select()
        .column(order_lines::Column::Id)
        .from(order_lines::Entity)
        .and_where(
            Expr::col((order_lines::Entity, order_lines::Column::OrderId)).equals((Entity, Column::Id)),
        )
        .and_where(Expr::col(accepted).lt(Expr::col(ordered)))
        .to_owned()
}

/// What is looked for in numbers, in lower case; nothing where nothing is asked.
fn words(q: Option<&str>) -> Option<String> {
    let words = q?.trim().to_lowercase();
    (!words.is_empty()).then_some(words)
}

/// A pattern for a part of a text; what means something to `LIKE` is looked for as it stands.
fn part(words: &str) -> LikeExpr {
    let escaped: String = words
        .chars()
        .flat_map(|letter| {
            let special = matches!(letter, '%' | '_' | '!').then_some('!');
            special.into_iter().chain([letter])
        })
        .collect();
    LikeExpr::new(format!("%{escaped}%")).escape('!')
}

/// Cases of each received order that were not accepted. One query.
async fn missing(db: &impl ConnectionTrait, rows: &[Model]) -> Result<HashMap<OrderId, i64>> {
    let received = rows.iter().filter(|row| row.status == OrderStatus::Received);
    let ids: Vec<OrderId> = received.map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let short = Expr::col(order_lines::Column::Quantity).sub(Expr::col(order_lines::Column::Accepted));
    let rows: Vec<(OrderId, i64)> = order_lines::Entity::find()
        .select_only()
        .column(order_lines::Column::OrderId)
        .column_as(short.sum().cast_as("bigint"), "missing")
        .filter(order_lines::Column::OrderId.is_in(ids))
        .filter(order_lines::Column::Accepted.is_not_null())
        .group_by(order_lines::Column::OrderId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Producers sell and retailers buy; the centre is on neither side and sees both. Only the buyer sees what waits for
/// approval, or ended there.
pub(super) fn own_side(member: &Member, role: Option<OrderSide>) -> Result<SimpleExpr> {
    let (side, own) = match member.kind {
        OrganisationKind::Producer => (
            Some(OrderSide::Seller),
            Column::ProducerId
                .eq(member.organisation_id)
                .and(Column::SentAt.is_not_null()),
        ),
        OrganisationKind::Retailer => (Some(OrderSide::Buyer), Column::BuyerId.eq(member.organisation_id)),
        OrganisationKind::Centre | OrganisationKind::Authority => (None, Column::SentAt.is_not_null()),
    };
    if role.is_some() && role != side {
        return Err(Error::refuse(Code::Forbidden).told(
            "Đơn vị của bạn không ở phía này của đơn hàng.",
            "Your organisation is not on this side of orders.",
        ));
    }
    Ok(own)
}
