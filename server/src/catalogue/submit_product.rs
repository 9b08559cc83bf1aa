//! Hands a product to the centre for review; it needs a picture and, where it can be ordered, a pack.

use super::{
    drafts::{Working, save, working},
    managed::view,
    packs::own_packs_of,
    policy::{self, Submit},
    texts::{image_ids, is_orderable},
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
};
use shared::{
    Code, FieldCode,
    catalogue::{ProductStatus, SubmitProduct},
};

pub(super) async fn submit_product(
    cx: Cx,
    received: Received<SubmitProduct>,
) -> Result<Reply<SubmitProduct>> {
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let working = working(&tx, id).await?;
    let allowed = policy::may_submit(cx.member()?, &working.product)?;
    let working = submit(&mut tx, allowed, working).await?;
    let view = view(&*tx, working.product, cx.today()).await?;
    tx.finish("product", id, &view, Some(view.version)).await
}

async fn submit(tx: &mut Tx, _: Allowed<Submit>, mut working: Working) -> Result<Working> {
    let pictures = image_ids(&working.version)?.len();
    let packs = own_packs_of(&**tx, [working.product.id]).await?;
    let active = packs.iter().filter(|pack| pack.active).count();
    let missing = missing(pictures, is_orderable(&working.version.group_code), active);
    if !missing.is_empty() {
        return Err(missing
            .into_iter()
            .fold(Error::refuse(Code::ValidationFailed), |error, field| {
                error.with_field(field, FieldCode::Required, None)
            }));
    }
    let status = |status: ProductStatus| serde_json::json!({ "status": status });
    tx.compare(&status(working.product.status), &status(ProductStatus::InReview));
    working.product.status = ProductStatus::InReview;
    working.version.submitted_at = Some(tx.at());
    working.version.reviewed_at = None;
    working.version.review_reason = None;
    save(tx, working).await
}

/// What a product lacks before the centre can judge it.
fn missing(pictures: usize, orderable: bool, active_packs: usize) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if pictures == 0 {
        missing.push("images");
    }
    if orderable && active_packs == 0 {
        missing.push("packs");
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::missing;

    #[test]
    fn goods_need_a_picture_and_a_pack_but_services_only_a_picture() {
        assert_eq!(missing(0, true, 0), ["images", "packs"]);
        assert_eq!(missing(1, true, 0), ["packs"]);
        assert!(missing(1, true, 1).is_empty());
        assert!(missing(1, false, 0).is_empty());
    }
}
