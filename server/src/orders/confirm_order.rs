//! The producer accepts an order.

use super::{
    advance::{advance, read},
    policy, view,
};
use crate::http::{Cx, Received, Reply, Result};
use shared::orders::{ConfirmOrder, OrderAction};

pub(super) async fn confirm_order(cx: Cx, received: Received<ConfirmOrder>) -> Result<Reply<ConfirmOrder>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let row = read(&tx, id).await?;
    let step = policy::may_advance(member, &row, OrderAction::Confirm, tx.at())?;
    let row = advance(&mut tx, step, row, Some(member.organisation_id), None).await?;
    let view = view::order(&*tx, member, row, tx.at()).await?;
    tx.finish("order", id, &view, Some(view.version)).await
}
