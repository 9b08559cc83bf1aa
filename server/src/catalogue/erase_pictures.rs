//! Pictures that a product lets go of. One is kept while the newest or the public version shows it; older versions are
//! history, which nobody looks at.

use super::{
    drafts::working,
    entity::{images, product_versions as versions},
    pictures::PHOTO,
    texts::image_ids,
};
use crate::{
    app::App,
    db::{Author, Tx},
    http::{Error, Result},
    jobs::Runner,
    media::{StoredPicture, erase_later},
};
use anyhow::Context;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use shared::{Code, ImageId, ProductId};
use std::collections::HashSet;

const LET_GO: &str = "let_go_pictures";

/// Whose pictures to look through.
#[derive(Debug, Serialize, Deserialize)]
struct LetGo {
    product_id: ProductId,
}

/// Registers the work.
pub(super) fn jobs(runner: &mut Runner) {
    runner.register(LET_GO, let_go);
}

/// Has the pictures looked through that a product no longer shows.
pub(super) fn later(tx: &Tx, product_id: ProductId) -> Result<()> {
    tx.job(LET_GO, tx.at(), &LetGo { product_id })
}

/// Takes the rows away that no version shows. Safe to repeat: the next time there are none.
async fn let_go(app: App, job: LetGo) -> Result<()> {
    let mut tx = Tx::begin(&app, Author::market(LET_GO), None).await?;
    tx.private();
    let working = match working(&tx, job.product_id).await {
        Err(Error::Refused(draft)) if draft.code == Code::NotFound => return Ok(()),
        working => working?,
    };
    let mut shown: HashSet<ImageId> = image_ids(&working.version)?.into_iter().collect();
    // Also while it is withdrawn or taken down: it may come back.
    if let Some(reviewed) = working.product.reviewed_version_id {
        let reviewed = versions::Entity::find_by_id(reviewed)
            .one(&*tx)
            .await?
            .context("a product without its reviewed version")?;
        shown.extend(image_ids(&reviewed)?);
    }
    let rows = images::Entity::find()
        .filter(images::Column::ProductId.eq(job.product_id))
        .all(&*tx)
        .await?;
    let gone: Vec<images::Model> = rows.into_iter().filter(|row| !shown.contains(&row.id)).collect();
    if gone.is_empty() {
        return Ok(());
    }
    erase(&tx, gone).await?;
    tx.commit("product", job.product_id).await
}

/// Takes pictures away, and has the files of photographs erased that nothing else shows.
pub(super) async fn erase(tx: &Tx, gone: Vec<images::Model>) -> Result<()> {
    images::Entity::delete_many()
        .filter(images::Column::Id.is_in(gone.iter().map(|row| row.id)))
        .exec(&**tx)
        .await?;
    for row in gone.into_iter().filter(|row| row.kind == PHOTO) {
        let sizes = serde_json::from_str(&row.sizes).context("images.sizes")?;
        let picture = StoredPicture {
            stem: row.file,
            sizes,
        };
        erase_later(tx, &picture)?;
    }
    Ok(())
}
