//! Adds a photograph to the version that is worked on.

use super::{
    drafts::{Working, edit, working},
    entity::{product_versions, products},
    pictures::{add_photo, view},
    policy,
    texts::{image_ids, image_ids_text},
};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::EntityTrait;
use sha2::{Digest, Sha256};
use shared::{Code, FieldCode, ImageId, ProductId, catalogue::AddProductImage};

/// Pictures of one product.
const MAX_IMAGES: usize = 8;
const MAX_BYTES: usize = 10 * 1024 * 1024;

pub(super) async fn add_product_image(
    cx: Cx,
    received: Received<AddProductImage>,
) -> Result<Reply<AddProductImage>> {
    let (id,) = received.path;
    let file = received.file.as_ref();
    let bytes = file
        .map(|file| file.bytes.clone())
        .filter(|bytes| !bytes.is_empty())
        .ok_or_else(|| Error::field("file", FieldCode::Required))?;
    if bytes.len() > MAX_BYTES {
        return Err(Error::refuse(Code::BodyTooLarge).told("Nhiều nhất 10 MB.", "At most 10 MB."));
    }
    // Who may not, or has too many, learns it before work is done for nothing.
    check(&cx, id).await?;
    let stored = cx.app.media.store_picture(stem(&bytes), bytes).await?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let working = working(&tx, id).await?;
    let allowed = policy::may_edit(cx.member()?, &working.product)?;
    let mut ids = room(&working.version)?;
    let image = add_photo(&tx, id, stored).await?;
    ids.push(image.id);
    let text = image_ids_text(&ids)?;
    let Working { version, .. } = edit(&tx, allowed, working, |version| {
        version.image_ids = text;
        Ok(())
    })
    .await?;
    let view = view(&image, &version.name)?;
    tx.finish("image", image.id, &view, None).await
}

async fn check(cx: &Cx, id: ProductId) -> Result<()> {
    let product = products::Entity::find_by_id(id)
        .one(cx.reader())
        .await?
        .ok_or_else(Error::not_found)?;
    policy::may_edit(cx.member()?, &product)?;
    let version = product_versions::Entity::find_by_id(product.current_version_id)
        .one(cx.reader())
        .await?;
    version.map_or(Ok(()), |version| room(&version).map(drop))
}

/// The pictures of a version that takes one more.
fn room(version: &product_versions::Model) -> Result<Vec<ImageId>> {
    let ids = image_ids(version)?;
    if ids.len() < MAX_IMAGES {
        Ok(ids)
    } else {
        Err(Error::refuse(Code::ValidationFailed).with_field("file", FieldCode::TooMany, Some(8)))
    }
}

/// Files are named by what is in them: sending a photograph again writes the same files, and leaves none behind.
fn stem(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    crate::hex::short(digest, 16)
}
