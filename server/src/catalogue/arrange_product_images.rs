//! Puts a product's pictures in order, and says what they show.

use super::{
    drafts::{edit, working},
    entity::product_versions::Model,
    erase_pictures,
    managed::view,
    policy,
    texts::{Alt, Alts, alts, alts_text, filled, image_ids, image_ids_text},
};
use crate::http::{Cx, Error, Received, Reply, Result};
use shared::{FieldCode, ImageId, catalogue::ArrangeProductImages};

pub(super) async fn arrange_product_images(
    cx: Cx,
    received: Received<ArrangeProductImages>,
) -> Result<Reply<ArrangeProductImages>> {
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let working = working(&tx, id).await?;
    let allowed = policy::may_edit(cx.member()?, &working.product)?;
    received.expect_version(working.product.version)?;
    let known = image_ids(&working.version)?;
    let images = &received.body.images;
    if let Some(index) = images.iter().position(|image| !known.contains(&image.id)) {
        return Err(Error::field(format!("images[{index}].id"), FieldCode::Unknown));
    }
    let ids: Vec<ImageId> = images.iter().map(|image| image.id).collect();
    let alts: Alts = images
        .iter()
        .map(|image| {
            let alt = Alt {
                vi: filled(image.alt.clone()),
                en: filled(image.alt_en.clone()),
            };
            (image.id, alt)
        })
        .filter(|(_, alt)| alt.vi.is_some() || alt.en.is_some())
        .collect();
    let (ids, alts) = (image_ids_text(&ids)?, alts_text(&alts)?);
    let before = arranged(&working.version, &known)?;
    let working = edit(&tx, allowed, working, |version| {
        version.image_ids = ids;
        version.image_alts = alts;
        Ok(())
    })
    .await?;
    if images.len() < known.len() {
        erase_pictures::later(&tx, id)?;
    }
    tx.compare(&before, &arranged(&working.version, &known)?);
    let view = view(&*tx, working.product, cx.today()).await?;
    tx.finish("product", id, &view, Some(view.version)).await
}

/// What the audit trail compares: of each picture the place that it had before, and what it is said to show.
fn arranged(version: &Model, known: &[ImageId]) -> Result<serde_json::Value> {
    let alts = alts(version)?;
    let images = image_ids(version)?.into_iter().map(|id| {
        let was = known.iter().zip(1..).find(|(known, _)| **known == id);
        let alt = alts.get(&id).cloned().unwrap_or_default();
        serde_json::json!({ "was": was.map(|(_, place)| place), "alt": alt.vi, "alt_en": alt.en })
    });
    Ok(serde_json::json!({ "images": images.collect::<Vec<_>>() }))
}
