//! The buyer takes an order back before it is shipped, with a reason; its stock is free again.

use super::{
    advance::{advance, give_back, read},
    policy, view,
};
use crate::http::{Cx, Received, Reply, Result};
use shared::orders::{CancelOrder, OrderAction};

pub(super) async fn cancel_order(cx: Cx, received: Received<CancelOrder>) -> Result<Reply<CancelOrder>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    let row = read(&tx, id).await?;
    let step = policy::may_advance(member, &row, OrderAction::Cancel, tx.at())?;
    let reason = Some(received.body.reason.clone());
    let row = advance(&mut tx, step, row, Some(member.organisation_id), reason).await?;
    give_back(&mut tx, &[id]).await?;
    let view = view::order(&*tx, member, row, tx.at()).await?;
    tx.finish("order", id, &view, Some(view.version)).await
}
