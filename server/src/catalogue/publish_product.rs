//! Makes the reviewed texts public.

use super::{
    drafts::{Working, save, working},
    managed::view,
    periods,
    policy::{self, Review},
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Received, Reply, Result},
};
use shared::catalogue::{ProductStatus, PublishProduct};

pub(super) async fn publish_product(
    cx: Cx,
    received: Received<PublishProduct>,
) -> Result<Reply<PublishProduct>> {
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    let working = working(&tx, id).await?;
    let allowed = policy::may_review(cx.member()?, &working.product)?;
    tx.before(&view(&*tx, working.product.clone(), cx.today()).await?);
    let working = publish(&tx, allowed, working).await?;
    tx.changed(id);
    let view = view(&*tx, working.product, cx.today()).await?;
    tx.finish("product", id, &view, Some(view.version)).await
}

async fn publish(tx: &Tx, _: Allowed<Review>, mut working: Working) -> Result<Working> {
    if working.product.public_version_id.is_none() {
        periods::begin(tx, working.product.id).await?;
    }
    working.product.status = ProductStatus::Published;
    working.product.public_version_id = Some(working.version.id);
    working.product.published_at = Some(tx.at());
    working.version.reviewed_at = Some(tx.at());
    save(tx, working).await
}
