//! Adds a photograph to the version that is worked on.

use super::{
    drafts::{Working, edit, working},
    entity::{product_versions, products},
    erase_pictures,
    pictures::{add_photo, view},
    policy,
    texts::{image_ids, image_ids_text},
};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::EntityTrait;
use sha2::{Digest, Sha256};
use shared::{
    Code, FieldCode, ImageId, ProductId,
    catalogue::{AddProductImage, MAX_IMAGES},
};

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
    let replaces = received.query.replaces;
    check(&cx, id, replaces).await?;
    let stored = cx.app.media.store_picture(stem(&bytes), bytes).await?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let working = working(&tx, id).await?;
    let allowed = policy::may_edit(cx.member()?, &working.product)?;
    let ids = room(&working.version, replaces)?;
    let image = add_photo(&tx, id, stored).await?;
    let text = image_ids_text(&with(ids, image.id, replaces))?;
    let Working { version, .. } = edit(&tx, allowed, working, |version| {
        version.image_ids = text;
        Ok(())
    })
    .await?;
    if replaces.is_some() {
        erase_pictures::later(&tx, id)?;
    }
    let view = view(&image, &version.name)?;
    tx.finish("image", image.id, &view, None).await
}

async fn check(cx: &Cx, id: ProductId, replaces: Option<ImageId>) -> Result<()> {
    let product = products::Entity::find_by_id(id)
        .one(cx.reader())
        .await?
        .ok_or_else(Error::not_found)?;
    policy::may_edit(cx.member()?, &product)?;
    let version = product_versions::Entity::find_by_id(product.current_version_id)
        .one(cx.reader())
        .await?;
    version.map_or(Ok(()), |version| room(&version, replaces).map(drop))
}

/// The pictures of a version that takes one more, or one for another.
fn room(version: &product_versions::Model, replaces: Option<ImageId>) -> Result<Vec<ImageId>> {
    let ids = image_ids(version)?;
    match replaces {
        Some(old) if !ids.contains(&old) => Err(Error::field("replaces", FieldCode::Unknown)),
        None if u32::try_from(ids.len()).is_ok_and(|count| count >= MAX_IMAGES) => {
            let most = Some(i64::from(MAX_IMAGES));
            Err(Error::refuse(Code::ValidationFailed).with_field("file", FieldCode::TooMany, most))
        }
        _ => Ok(ids),
    }
}

/// The new picture comes last, or where the replaced one was. What was said of that one is not said of it.
fn with(mut ids: Vec<ImageId>, new: ImageId, replaces: Option<ImageId>) -> Vec<ImageId> {
    match ids.iter_mut().find(|id| Some(**id) == replaces) {
        Some(place) => *place = new,
        None => ids.push(new),
    }
    ids
}

/// Files are named by what is in them: sending a photograph again writes the same files, and leaves none behind.
fn stem(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    crate::hex::short(digest, 16)
}
