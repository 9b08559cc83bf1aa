//! Sends a product back to its producer, with a reason. What was public before stays public.

use super::{
    drafts::{Working, save, working},
    managed::view,
    policy::{self, Review},
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Received, Reply, Result},
};
use shared::catalogue::{ProductStatus, ReturnProduct};

pub(super) async fn return_product(
    cx: Cx,
    received: Received<ReturnProduct>,
) -> Result<Reply<ReturnProduct>> {
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let working = working(&tx, id).await?;
    let allowed = policy::may_review(cx.member()?, &working.product)?;
    let reason = received.body.reason.trim().to_owned();
    tx.before(&view(&*tx, working.product.clone(), cx.today()).await?);
    let working = send_back(&tx, allowed, working, reason).await?;
    let view = view(&*tx, working.product, cx.today()).await?;
    tx.finish("product", id, &view, Some(view.version)).await
}

async fn send_back(tx: &Tx, _: Allowed<Review>, mut working: Working, reason: String) -> Result<Working> {
    working.product.status = ProductStatus::Returned;
    working.version.reviewed_at = Some(tx.at());
    working.version.review_reason = Some(reason);
    save(tx, working).await
}
