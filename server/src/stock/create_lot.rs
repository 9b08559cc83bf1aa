//! Adds a lot, with the first line of its ledger.

use super::{
    entity::{lots, movements},
    policy::{self, Add},
    view::view,
};
use crate::{
    auth::{Allowed, Member},
    catalogue::{self, PackRow},
    db::Tx,
    http::{Cx, Error, OnConstraint, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use shared::{
    Date, FieldCode, LotId, MovementId, UserId,
    stock::{CreateLot, LotCreate, MovementReason},
};

pub(super) async fn create_lot(cx: Cx, received: Received<CreateLot>) -> Result<Reply<CreateLot>> {
    let (member, today) = (cx.member()?, cx.today());
    let mut tx = cx.begin(&received).await?;
    let row = add_lot(&mut tx, member, today, received.body.clone()).await?;
    let view = view(&*tx, row, today).await?;
    tx.finish("lot", view.id, &view, None).await
}

/// Adds a lot of the member's own within a transaction that may do more.
pub(super) async fn add_lot(
    tx: &mut Tx,
    member: &Member,
    today: Date,
    new: LotCreate,
) -> Result<lots::Model> {
    let mut packs = catalogue::packs(&**tx, [new.pack_id]).await?;
    let pack = packs
        .remove(&new.pack_id)
        .ok_or_else(|| Error::field("pack_id", FieldCode::Unknown))?;
    let allowed = policy::may_add(member, &pack)?;
    if new.produced_on > today {
        return Err(Error::field("produced_on", FieldCode::InFuture));
    }
    let row = add(tx, allowed, &pack, new, member.user_id).await?;
    tx.restocked(row.product_id);
    Ok(row)
}

async fn add(
    tx: &Tx,
    _: Allowed<Add>,
    pack: &PackRow,
    new: LotCreate,
    user_id: UserId,
) -> Result<lots::Model> {
    let row = lots::Model {
        id: LotId(tx.new_id()),
        pack_id: pack.id,
        product_id: pack.product_id,
        producer_id: pack.producer_id,
        code: new.code,
        produced_on: new.produced_on,
        best_before: new.best_before,
        on_hand: new.quantity,
        reserved: 0,
        created_at: tx.at(),
    };
    lots::Entity::insert(lots::ActiveModel::from(row.clone()))
        .exec_without_returning(&**tx)
        .await
        .on_constraint("lots_pack_id_code_key", || Error::field("code", FieldCode::Taken))?;
    let first = movements::ActiveModel {
        id: Set(MovementId(tx.new_id())),
        lot_id: Set(row.id),
        delta: Set(new.quantity),
        reason: Set(MovementReason::Produced),
        order_id: Set(None),
        note: Set(None),
        user_id: Set(Some(user_id)),
        at: Set(tx.at()),
    };
    movements::Entity::insert(first)
        .exec_without_returning(&**tx)
        .await?;
    Ok(row)
}
