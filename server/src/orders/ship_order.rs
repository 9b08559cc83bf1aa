//! The producer ships a confirmed order, from the lots that expire first.

use super::{
    advance::{advance, lines, read},
    entity::line_lots,
    policy, short, view,
};
use crate::{
    http::{Cx, Received, Reply, Result},
    stock::{self, Wanted, good_on},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use shared::orders::{OrderAction, ShipOrder};

pub(super) async fn ship_order(cx: Cx, received: Received<ShipOrder>) -> Result<Reply<ShipOrder>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    let row = read(&tx, id).await?;
    let step = policy::may_advance(member, &row, OrderAction::Ship, tx.at())?;
    let note = received.body.note.clone();
    let row = advance(&mut tx, step, row, Some(member.organisation_id), note).await?;
    let lines = lines(&tx, id).await?;
    let purchase = view::purchase_of(&*tx, &row).await?;
    let good_on = good_on(cx.today(), purchase.wanted_on);
    let wanted: Vec<Wanted> = lines
        .iter()
        .map(|line| Wanted {
            line: line.id,
            pack: line.pack_id,
            quantity: line.quantity,
            good_on,
        })
        .collect();
    let shipped = match stock::ship(&tx, id, &wanted, cx.today()).await? {
        Ok(shipped) => shipped,
        Err(shorts) => return Err(short::refuse_to_ship(&lines, &shorts, cx.lang)),
    };
    let rows = shipped.into_iter().map(|part| line_lots::ActiveModel {
        order_line_id: Set(part.line),
        lot_id: Set(part.lot),
        quantity: Set(part.quantity),
    });
    line_lots::Entity::insert_many(rows)
        .exec_without_returning(&*tx)
        .await?;
    // Free stock and its best-before day may be others than before: lots were planned anew.
    for line in lines {
        tx.restocked(line.product_id);
    }
    let view = view::order_of(&*tx, member, row, purchase, tx.at()).await?;
    tx.finish("order", id, &view, Some(view.version)).await
}
