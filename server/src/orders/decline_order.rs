//! The producer turns an order down, or says that it cannot deliver what it has confirmed, with a reason; its stock is free
//! again.

use super::{
    advance::{Said, advance, give_back, read},
    policy, view,
};
use crate::http::{Cx, Received, Reply, Result};
use shared::orders::{DeclineOrder, OrderAction};

pub(super) async fn decline_order(cx: Cx, received: Received<DeclineOrder>) -> Result<Reply<DeclineOrder>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    let row = read(&tx, id).await?;
    let step = policy::may_advance(member, &row, OrderAction::Decline, tx.at())?;
    let reason = Said {
        reason_code: received.body.reason_code,
        note: received.body.reason.clone(),
        ..Said::default()
    };
    let row = advance(&mut tx, step, row, Some(member.organisation_id), reason).await?;
    give_back(&mut tx, &[id]).await?;
    let view = view::order(&*tx, member, row, tx.at()).await?;
    tx.finish("order", id, &view, Some(view.version)).await
}
