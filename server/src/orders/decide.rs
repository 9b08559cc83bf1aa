//! A decision about a purchase that waits for approval: one step for each of its orders that still wait.

use super::{
    advance::{advance, give_back},
    entity::{orders, purchases},
    expire_order::{Expire, KIND},
    policy::{self, Decide},
    view,
};
use crate::{
    auth::{Allowed, Member},
    db::Tx,
    http::{Error, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    Code, PurchaseId,
    orders::{ANSWER_HOURS, OrderStatus, Purchase, PurchaseAction},
};

/// The purchase, read in the transaction that decides about it.
pub(super) async fn read(tx: &Tx, id: PurchaseId) -> Result<purchases::Model> {
    purchases::Entity::find_by_id(id)
        .one(&**tx)
        .await?
        .ok_or_else(Error::not_found)
}

/// Approves or refuses what still waits. Of two decisions at once one wins; what was decided before, or has expired,
/// is in the wrong state.
pub(super) async fn decide(
    tx: &mut Tx,
    allowed: Allowed<Decide>,
    member: &Member,
    mut purchase: purchases::Model,
    action: PurchaseAction,
    note: Option<String>,
) -> Result<Purchase> {
    let mut rows = orders::Entity::find()
        .filter(orders::Column::PurchaseId.eq(purchase.id))
        .order_by_asc(orders::Column::Id)
        .all(&**tx)
        .await?;
    let (mut decided, mut let_go) = (false, Vec::new());
    for row in &mut rows {
        if row.status != OrderStatus::AwaitingApproval {
            continue;
        }
        decided = true;
        let step = policy::decided(&allowed, row, action, tx.at())?;
        *row = advance(tx, step, row.clone(), Some(member.organisation_id), note.clone()).await?;
        if row.status == OrderStatus::Placed {
            let due = tx.at().plus_hours(ANSWER_HOURS);
            tx.job(KIND, due, &Expire { order_id: row.id })?;
        } else {
            let_go.push(row.id);
        }
    }
    if !decided {
        return Err(Error::refuse(Code::WrongState).told(
            "Lần đặt mua này không còn đơn nào chờ duyệt.",
            "Nothing of this purchase waits for approval.",
        ));
    }
    if !let_go.is_empty() {
        give_back(tx, &let_go).await?;
    }
    if action == PurchaseAction::Approve {
        purchase.approved_by = Some(member.user_id);
        purchase.approved_at = Some(tx.at());
        let change = purchases::ActiveModel {
            id: Set(purchase.id),
            approved_by: Set(purchase.approved_by),
            approved_at: Set(purchase.approved_at),
            ..Default::default()
        };
        purchases::Entity::update(change)
            .exec_without_returning(&**tx)
            .await?;
    }
    let parts = view::Parts::read(&**tx, &rows, purchase, tx.at()).await?;
    parts.purchase(member, &rows)
}
