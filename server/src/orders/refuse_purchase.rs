//! An approver refuses a purchase, with a reason; its stock is free again.

use super::{
    decide::{decide, read},
    policy,
};
use crate::http::{Cx, Received, Reply, Result};
use shared::orders::{PurchaseAction, RefusePurchase};

pub(super) async fn refuse_purchase(
    cx: Cx,
    received: Received<RefusePurchase>,
) -> Result<Reply<RefusePurchase>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    let purchase = read(&tx, id).await?;
    let allowed = policy::may_decide(member, &purchase)?;
    let note = Some(received.body.reason.clone());
    let view = decide(&mut tx, allowed, member, purchase, PurchaseAction::Refuse, note).await?;
    tx.finish("purchase", id, &view, None).await
}
