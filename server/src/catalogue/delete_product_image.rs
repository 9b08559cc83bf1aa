//! Takes a picture off the version that is worked on. Public texts keep it until the next are published.

use super::{
    drafts::{edit, working},
    erase_pictures, policy,
    texts::{image_ids, image_ids_text},
};
use crate::http::{Cx, Error, Received, Reply, Result};
use shared::catalogue::DeleteProductImage;

pub(super) async fn delete_product_image(
    cx: Cx,
    received: Received<DeleteProductImage>,
) -> Result<Reply<DeleteProductImage>> {
    let (id, image_id) = received.path;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let working = working(&tx, id).await?;
    let allowed = policy::may_edit(cx.member()?, &working.product)?;
    let mut ids = image_ids(&working.version)?;
    let before = ids.len();
    ids.retain(|id| *id != image_id);
    if ids.len() == before {
        return Err(Error::not_found());
    }
    let text = image_ids_text(&ids)?;
    edit(&tx, allowed, working, |version| {
        version.image_ids = text;
        Ok(())
    })
    .await?;
    erase_pictures::later(&tx, id)?;
    tx.finish("image", image_id, &(), None).await
}
