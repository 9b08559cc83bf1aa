//! Adds a photograph to a producer's page.

use super::{
    entity::photos::{ActiveModel, Entity, Model},
    photos::{MAX_PHOTOS, of, view},
    policy::{self, Change},
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Error, MAX_FILE, Received, Reply, Result},
    media::StoredPicture,
};
use anyhow::Context;
use sea_orm::{ConnectionTrait, EntityTrait};
use sha2::{Digest, Sha256};
use shared::{Code, FieldCode, OrganisationId, PhotoId, producers::AddProducerPhoto};

pub(super) async fn add_producer_photo(
    cx: Cx,
    received: Received<AddProducerPhoto>,
) -> Result<Reply<AddProducerPhoto>> {
    let (id,) = received.path;
    let bytes = received
        .file
        .as_ref()
        .map(|file| file.bytes.clone())
        .filter(|bytes| !bytes.is_empty())
        .ok_or_else(|| Error::field("file", FieldCode::Required))?;
    if bytes.len() > MAX_FILE {
        return Err(Error::file_too_large(u64::try_from(bytes.len()).ok()));
    }
    // Who may not, or has too many, learns it before work is done for nothing.
    policy::may_change(cx.member()?, id)?;
    room(cx.reader(), id).await?;
    // Files are named by what is in them: sending a photograph again writes the same files.
    let stem = crate::hex::short(Sha256::digest(&bytes), 16);
    let stored = cx.app.media.store_picture(stem, bytes).await?;
    let tx = cx.begin(&received).await?;
    let allowed = policy::may_change(cx.member()?, id)?;
    room(&*tx, id).await?;
    let row = add(&tx, allowed, id, stored).await?;
    let view = view(&row)?;
    tx.finish("producer_photo", row.id, &view, None).await
}

async fn room(db: &impl ConnectionTrait, id: OrganisationId) -> Result<()> {
    if of(db, id).await?.len() < MAX_PHOTOS {
        Ok(())
    } else {
        Err(Error::refuse(Code::ValidationFailed).with_field(
            "file",
            FieldCode::TooMany,
            i64::try_from(MAX_PHOTOS).ok(),
        ))
    }
}

async fn add(
    tx: &Tx,
    _: Allowed<Change>,
    producer_id: OrganisationId,
    stored: StoredPicture,
) -> Result<Model> {
    let row = Model {
        id: PhotoId(tx.new_id()),
        producer_id,
        file: stored.stem,
        sizes: serde_json::to_string(&stored.sizes).context("producer_photos.sizes")?,
        caption: None,
        caption_en: None,
        created_at: tx.at(),
    };
    Entity::insert(ActiveModel::from(row.clone()))
        .exec_without_returning(&**tx)
        .await?;
    Ok(row)
}
