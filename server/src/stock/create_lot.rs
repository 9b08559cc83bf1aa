//! Adds a lot, with the first line of its ledger.

use super::{
    entity::{lots, movements},
    policy::{self, Add},
    view::view,
};
use crate::{
    auth::Allowed,
    catalogue::{self, PackRow},
    db::Tx,
    http::{Cx, Error, OnConstraint, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use shared::{
    FieldCode, LotId, MovementId, UserId,
    stock::{CreateLot, LotCreate, MovementReason},
};

pub(super) async fn create_lot(cx: Cx, received: Received<CreateLot>) -> Result<Reply<CreateLot>> {
    let (member, today) = (cx.member()?, cx.today());
    let mut tx = cx.begin(&received).await?;
    let mut packs = catalogue::packs(&*tx, [received.body.pack_id]).await?;
    let pack = packs
        .remove(&received.body.pack_id)
        .ok_or_else(|| Error::field("pack_id", FieldCode::Unknown))?;
    let allowed = policy::may_add(member, &pack)?;
    if received.body.produced_on > today {
        return Err(Error::field("produced_on", FieldCode::InFuture));
    }
    let row = add(&tx, allowed, &pack, received.body.clone(), member.user_id).await?;
    tx.changed(row.product_id);
    let view = view(&*tx, row, today).await?;
    tx.finish("lot", view.id, &view, None).await
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
