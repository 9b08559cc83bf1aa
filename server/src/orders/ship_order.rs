//! The producer ships a confirmed order, from the lots that expire first.

use super::{
    advance::{advance, lines, read},
    entity::line_lots,
    policy, view,
};
use crate::{
    http::{Cx, Error, Received, Reply, Result},
    stock::{self, Wanted},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use shared::{
    Code, FieldCode,
    orders::{OrderAction, ShipOrder},
};

pub(super) async fn ship_order(cx: Cx, received: Received<ShipOrder>) -> Result<Reply<ShipOrder>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    let row = read(&tx, id).await?;
    let step = policy::may_advance(member, &row, OrderAction::Ship, tx.at())?;
    let note = received.body.note.clone();
    let row = advance(&tx, step, row, Some(member.organisation_id), note).await?;
    let lines = lines(&tx, id).await?;
    let wanted: Vec<Wanted> = lines
        .iter()
        .map(|line| Wanted {
            line: line.id,
            pack: line.pack_id,
            quantity: line.quantity,
        })
        .collect();
    let shipped = match stock::ship(&tx, id, &wanted, cx.today()).await? {
        Ok(shipped) => shipped,
        Err(shorts) => {
            let mut refusal = Error::refuse(Code::StockInsufficient);
            for (index, line) in lines.iter().enumerate() {
                if let Some(short) = shorts.iter().find(|short| short.line == line.id) {
                    let field = format!("lines[{index}].quantity");
                    refusal = refusal.with_field(field, FieldCode::StockInsufficient, Some(short.left));
                }
            }
            return Err(refusal);
        }
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
    let view = view::order(&*tx, member, row, tx.at()).await?;
    tx.finish("order", id, &view, Some(view.version)).await
}
