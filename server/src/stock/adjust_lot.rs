//! Changes a lot's stock by hand. What orders hold stays: the change is refused rather than taken from them.

use super::{
    entity::{lots, movements},
    policy::{self, Keep},
    view::view,
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};
use shared::{
    Code, FieldCode, LotId, MovementId, UserId,
    stock::{AdjustLot, LotAdjust},
};

pub(super) async fn adjust_lot(cx: Cx, received: Received<AdjustLot>) -> Result<Reply<AdjustLot>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    let allowed = policy::may_keep(member, &read(&tx, id).await?)?;
    let row = adjust(&mut tx, allowed, id, received.body.clone(), member.user_id).await?;
    tx.restocked(row.product_id);
    let view = view(&*tx, row, cx.today()).await?;
    tx.finish("lot", id, &view, None).await
}

async fn read(tx: &Tx, id: LotId) -> Result<lots::Model> {
    lots::Entity::find_by_id(id)
        .one(&**tx)
        .await?
        .ok_or_else(Error::not_found)
}

async fn adjust(
    tx: &mut Tx,
    _: Allowed<Keep>,
    id: LotId,
    change: LotAdjust,
    user_id: UserId,
) -> Result<lots::Model> {
    let after = Expr::col(lots::Column::OnHand).add(change.delta);
    let changed = lots::Entity::update_many()
        .col_expr(lots::Column::OnHand, after.clone())
        .filter(lots::Column::Id.eq(id))
        .filter(after.gte(Expr::col(lots::Column::Reserved)))
        .exec(&**tx)
        .await?;
    // Read after the statement, which has waited for whoever changed the lot at the same time.
    let row = read(tx, id).await?;
    if changed.rows_affected == 0 {
        return Err(Error::refuse(Code::StockInsufficient).with_field(
            "delta",
            FieldCode::StockInsufficient,
            Some(row.on_hand - row.reserved),
        ));
    }
    tx.compare(
        &serde_json::json!({ "on_hand": row.on_hand - change.delta }),
        &serde_json::json!({ "on_hand": row.on_hand, "reason": change.reason, "note": change.note }),
    );
    let movement = movements::ActiveModel {
        id: Set(MovementId(tx.new_id())),
        lot_id: Set(id),
        delta: Set(change.delta),
        reason: Set(change.reason),
        order_id: Set(None),
        note: Set(change.note.filter(|note| !note.trim().is_empty())),
        user_id: Set(Some(user_id)),
        at: Set(tx.at()),
    };
    movements::Entity::insert(movement)
        .exec_without_returning(&**tx)
        .await?;
    Ok(row)
}
