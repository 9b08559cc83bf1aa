//! What keeps a product away from visitors though its texts were reviewed: its producer has withdrawn it, or the centre
//! has taken it down. Each is a fact of its own; the public texts follow from both.

use super::{
    drafts::{Working, save, working},
    entity::products,
    managed::view,
    periods, policy,
};
use crate::{
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
};
use shared::{
    Endpoint, ProductId,
    catalogue::{
        ManagedProduct, ProductStatus, RelistProduct, RestoreProduct, TakeDownProduct, WithdrawProduct,
    },
};

/// What everybody sees follows from what was reviewed and what keeps it away; the periods tell when.
pub(super) async fn settle(tx: &mut Tx, product: &mut products::Model) -> Result<()> {
    let shown = product
        .reviewed_version_id
        .filter(|_| product.withdrawn_at.is_none() && product.taken_down_at.is_none());
    match (product.public_version_id, shown) {
        (None, Some(_)) => periods::begin(tx, product.id).await?,
        (Some(_), None) => periods::end(tx, product.id).await?,
        _ => {}
    }
    if product.public_version_id != shown {
        tx.changed(product.id);
    }
    product.public_version_id = shown;
    Ok(())
}

/// Only its state may be in the way: another one's product does not exist.
fn refused(what: &str) -> Error {
    Error::wrong_state(["Sản phẩm", "product"], what)
}

async fn change<E>(
    cx: Cx,
    received: Received<E>,
    how: impl FnOnce(&Cx, &Tx, &E::Body, &mut products::Model) -> Result<()>,
) -> Result<Reply<E>>
where
    E: Endpoint<Path = (ProductId,), Response = ManagedProduct>,
{
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    let Working { mut product, version } = working(&tx, id).await?;
    let before = view(&*tx, product.clone(), cx.today()).await?;
    how(&cx, &tx, &received.body, &mut product)?;
    tx.before(&before);
    // Unless visitors notice.
    tx.private();
    settle(&mut tx, &mut product).await?;
    let working = save(&tx, Working { product, version }).await?;
    let view = view(&*tx, working.product, cx.today()).await?;
    tx.finish("product", id, &view, Some(view.version)).await
}

pub(super) async fn withdraw_product(
    cx: Cx,
    received: Received<WithdrawProduct>,
) -> Result<Reply<WithdrawProduct>> {
    change(cx, received, |cx, tx, (), product| {
        policy::own(cx.member()?, product.producer_id)?;
        if product.reviewed_version_id.is_none() {
            return Err(refused(product.status.as_str()));
        }
        if product.withdrawn_at.is_some() {
            return Err(refused("withdrawn"));
        }
        product.withdrawn_at = Some(tx.at());
        // Publishing what waits would bring it back against the producer's will.
        if product.status == ProductStatus::InReview {
            product.status = ProductStatus::Draft;
        }
        Ok(())
    })
    .await
}

pub(super) async fn relist_product(
    cx: Cx,
    received: Received<RelistProduct>,
) -> Result<Reply<RelistProduct>> {
    change(cx, received, |cx, _, (), product| {
        let member = cx.member()?;
        policy::own(member, product.producer_id)?;
        member.verified()?;
        if product.withdrawn_at.take().is_none() {
            return Err(refused(product.status.as_str()));
        }
        Ok(())
    })
    .await
}

pub(super) async fn take_down_product(
    cx: Cx,
    received: Received<TakeDownProduct>,
) -> Result<Reply<TakeDownProduct>> {
    change(cx, received, |cx, tx, body, product| {
        policy::is_centre(cx.member()?)?;
        if product.reviewed_version_id.is_none() {
            return Err(refused(product.status.as_str()));
        }
        if product.taken_down_at.is_some() {
            return Err(refused("taken_down"));
        }
        product.taken_down_at = Some(tx.at());
        product.taken_down_reason = Some(body.reason.trim().to_owned());
        Ok(())
    })
    .await
}

pub(super) async fn restore_product(
    cx: Cx,
    received: Received<RestoreProduct>,
) -> Result<Reply<RestoreProduct>> {
    change(cx, received, |cx, _, (), product| {
        policy::is_centre(cx.member()?)?;
        if product.taken_down_at.take().is_none() {
            return Err(refused(product.status.as_str()));
        }
        product.taken_down_reason = None;
        Ok(())
    })
    .await
}
