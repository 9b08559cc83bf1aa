//! Scans of papers: looked at by content, kept where no address leads, and brought only as a download.

use super::entity::papers::Model;
use crate::{
    http::{Cx, Error, MAX_FILE, Received, Result},
    media::{self, Document},
};
use anyhow::anyhow;
use bytes::Bytes;
use shared::{Endpoint, FieldCode};

/// The uploaded file, as far as its size allows.
pub(super) fn uploaded<E: Endpoint>(received: &Received<E>) -> Result<Bytes> {
    let bytes = received
        .file
        .as_ref()
        .map(|file| file.bytes.clone())
        .filter(|bytes| !bytes.is_empty())
        .ok_or_else(|| Error::field("file", FieldCode::Required))?;
    if bytes.len() > MAX_FILE {
        return Err(Error::file_too_large(u64::try_from(bytes.len()).ok()));
    }
    Ok(bytes)
}

/// Keeps a scan under a name of its own, which is never told. Returns the name and what it is.
pub(super) async fn keep(cx: &Cx, bytes: Bytes) -> Result<(String, Document)> {
    let document = media::document(bytes).await?;
    // The underscore keeps it from everything that is served by name.
    let name = format!("paper_{}", cx.app.new_id().simple());
    cx.app.media.keep(&name, document.bytes.clone()).await?;
    Ok((name, document))
}

/// The scan of a paper and the name it is saved under: what it is, never what it was called.
pub(super) async fn bring(cx: &Cx, row: &Model) -> Result<(Bytes, String)> {
    let file = row.file.as_deref().ok_or_else(Error::not_found)?;
    let bytes = cx
        .app
        .media
        .read(file)
        .await?
        .ok_or_else(|| Error::Internal(anyhow!("the scan of paper {} is gone", row.id)))?;
    let ending = match row.media_type.as_deref() {
        Some(media::PDF) => "pdf",
        _ => "jpg",
    };
    Ok((bytes, format!("{}.{ending}", row.kind)))
}
