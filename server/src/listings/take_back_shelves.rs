//! Takes back what somebody has confirmed by mistake. Nothing is erased: what was said stays in the history with its end, and
//! coverage of the days before is what it was.

use super::{
    confirm_shelves::{finish, own},
    entity::{listing_stores, shelf_confirmations},
    policy,
    step::{self, Step, Why},
};
use crate::{
    auth::Member,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, Query, SimpleExpr},
};
use shared::{Code, FieldCode, ListingId, StoreId, Timestamp, listings::TakeBackShelves};
use std::collections::{BTreeMap, HashSet};

pub(super) async fn take_back_shelves(
    cx: Cx,
    received: Received<TakeBackShelves>,
) -> Result<Reply<TakeBackShelves>> {
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    let at = received.body.confirmed_at;
    let said = said(&tx, member, at).await?;
    let found = own(&tx, member, said.keys().copied()).await?;
    if found.is_empty() {
        return Err(Error::field("confirmed_at", FieldCode::Unknown));
    }
    let mut rows = Vec::with_capacity(said.len());
    for (id, stores) in said {
        let Some((listing, chain)) = found.get(&id) else {
            continue;
        };
        let allowed = policy::may_run(member, chain)?;
        let listing = step::take(&mut tx, allowed, listing.clone(), Step::Confirm, Why::default()).await?;
        take_back(&tx, id, &stores, at).await?;
        tx.changed(listing.product_id);
        rows.push(listing);
    }
    finish(tx, &cx, rows).await
}

/// What the member has confirmed at that instant and still says; in the order of ids, as in confirming.
async fn said(tx: &Tx, member: &Member, at: Timestamp) -> Result<BTreeMap<ListingId, HashSet<StoreId>>> {
    let mut said: BTreeMap<ListingId, HashSet<StoreId>> = BTreeMap::new();
    let rows = shelf_confirmations::Entity::find()
        .filter(shelf_confirmations::Column::UserId.eq(member.user_id))
        .filter(shelf_confirmations::Column::ConfirmedAt.eq(at))
        .filter(shelf_confirmations::Column::EndedAt.is_null())
        .all(&**tx)
        .await?;
    for row in rows {
        said.entry(row.listing_id).or_default().insert(row.store_id);
    }
    Ok(said)
}

/// Ends what was said of a listing in these stores; the newest that still stands counts again. Refused where one of them has
/// said something else since.
async fn take_back(tx: &Tx, listing: ListingId, stores: &HashSet<StoreId>, at: Timestamp) -> Result<()> {
    let ended = shelf_confirmations::ActiveModel {
        ended_at: Set(Some(tx.at())),
        ..Default::default()
    };
    shelf_confirmations::Entity::update_many()
        .set(ended)
        .filter(shelf_confirmations::Column::ListingId.eq(listing))
        .filter(shelf_confirmations::Column::StoreId.is_in(stores.iter().copied()))
        .filter(shelf_confirmations::Column::ConfirmedAt.eq(at))
        .exec(&**tx)
        .await?;
    let changed = listing_stores::Entity::update_many()
        .col_expr(listing_stores::Column::ConfirmedAt, before())
        .filter(listing_stores::Column::ListingId.eq(listing))
        .filter(listing_stores::Column::StoreId.is_in(stores.iter().copied()))
        .filter(listing_stores::Column::RemovedAt.is_null())
        .filter(listing_stores::Column::ConfirmedAt.eq(at))
        .exec(&**tx)
        .await?;
    if usize::try_from(changed.rows_affected) == Ok(stores.len()) {
        return Ok(());
    }
    Err(Error::refuse(Code::WrongState).told(
        "Có kệ đã được xác nhận lại hoặc đã xuống kệ sau đó, nên không hoàn tác được.",
        "Some of these shelves were confirmed again or taken off since; this cannot be undone any more.",
    ))
}

/// What a store's shelf has said before, by the history.
fn before() -> SimpleExpr {
    let said = |column| Expr::col((shelf_confirmations::Entity, column));
    let place = |column| Expr::col((listing_stores::Entity, column));
    let query = Query::select()
        .expr(said(shelf_confirmations::Column::ConfirmedAt).max())
        .from(shelf_confirmations::Entity)
        .and_where(said(shelf_confirmations::Column::ListingId).eq(place(listing_stores::Column::ListingId)))
        .and_where(said(shelf_confirmations::Column::StoreId).eq(place(listing_stores::Column::StoreId)))
        .and_where(said(shelf_confirmations::Column::EndedAt).is_null())
        .to_owned();
    SimpleExpr::SubQuery(None, Box::new(query.into()))
}
