//! What publishing and returning have in common: the centre judges what was handed to it.

use super::{
    absence::settle,
    drafts::{Working, save, working},
    entity::product_versions,
    erase_pictures,
    managed::view,
    pack_words, policy,
};
use crate::http::{Cx, Received, Reply, Result};
use shared::{
    Endpoint, ProductId,
    catalogue::{ManagedProduct, ProductStatus},
};

/// Whether visitors see something else afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The reviewed texts become the public ones.
    Publish,
    /// What was public before stays public.
    Return,
}

/// Judges the version that is in review; `note` writes on it what the verdict says.
pub(super) async fn judge<E>(
    cx: Cx,
    received: Received<E>,
    verdict: Verdict,
    note: impl FnOnce(&mut product_versions::Model, &E::Body),
) -> Result<Reply<E>>
where
    E: Endpoint<Path = (ProductId,), Response = ManagedProduct>,
{
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    let Working {
        mut product,
        mut version,
    } = working(&tx, id).await?;
    policy::may_review(cx.member()?, &product)?;
    tx.before(&view(&*tx, product.clone(), cx.today()).await?);
    version.reviewed_at = Some(tx.at());
    note(&mut version, &received.body);
    match verdict {
        Verdict::Publish => {
            product.status = ProductStatus::Published;
            product.reviewed_version_id = Some(version.id);
            product.published_at = Some(tx.at());
            // Who hands a withdrawn product in wants it shown; what the centre took down it puts back by name.
            product.withdrawn_at = None;
            settle(&mut tx, &mut product).await?;
            pack_words::publish(&tx, id).await?;
            tx.changed(id);
            // What only the texts before had shown.
            erase_pictures::later(&tx, id)?;
        }
        Verdict::Return => {
            product.status = ProductStatus::Returned;
            tx.private();
        }
    }
    let working = save(&tx, Working { product, version }).await?;
    let view = view(&*tx, working.product, cx.today()).await?;
    tx.finish("product", id, &view, Some(view.version)).await
}
