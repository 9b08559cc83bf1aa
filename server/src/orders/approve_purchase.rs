//! An approver lets a purchase go out: its orders are placed.

use super::{
    decide::{decide, read},
    policy,
};
use crate::http::{Cx, Received, Reply, Result};
use shared::orders::{ApprovePurchase, PurchaseAction};

pub(super) async fn approve_purchase(
    cx: Cx,
    received: Received<ApprovePurchase>,
) -> Result<Reply<ApprovePurchase>> {
    let (id,) = received.path;
    let member = cx.member()?;
    member.verified()?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let purchase = read(&tx, id).await?;
    let allowed = policy::may_decide(member, &purchase)?;
    let note = None;
    let view = decide(&mut tx, allowed, member, purchase, PurchaseAction::Approve, note).await?;
    tx.finish("purchase", id, &view, None).await
}
