//! Pictures: read by content, turned upright, stripped of everything but pixels, written as WebP in three widths.
//! Beside them, scans of papers, which are never served by name.

mod document;
mod picture;
mod serve;

pub use document::{Document, PDF, document};
pub use serve::serve;

use crate::http::{Error, Result};
use anyhow::Context;
use bytes::Bytes;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, path::Path};
use shared::FieldCode;
use std::sync::Arc;

/// Where pictures are kept: a folder, or a bucket.
#[derive(Clone, Debug)]
pub struct Media {
    store: Arc<dyn ObjectStore>,
}

/// A picture as it was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPicture {
    /// The file names' common start.
    pub stem: String,
    /// Width and height of each variant in pixels, narrow to wide.
    pub sizes: Vec<(i32, i32)>,
}

impl Media {
    /// Keeps pictures in a folder, which is made where it is missing.
    pub fn folder(folder: &std::path::Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let store = object_store::local::LocalFileSystem::new_with_prefix(folder)
            .with_context(|| format!("cannot use the folder {}", folder.display()))?;
        Ok(Self {
            store: Arc::new(store),
        })
    }

    /// Reads an uploaded picture and stores its variants under `stem`. What is not a picture is a bad field.
    pub async fn store_picture(&self, stem: String, bytes: Bytes) -> Result<StoredPicture> {
        let variants = tokio::task::spawn_blocking(move || picture::variants(&bytes))
            .await
            .context("picture thread")?
            .map_err(|_| Error::field("file", FieldCode::Picture))?;
        let mut sizes = Vec::with_capacity(variants.len());
        for variant in variants {
            let path = Path::from(file_name(&stem, variant.width));
            self.store
                .put(&path, PutPayload::from(Bytes::from(variant.webp)))
                .await
                .context("cannot write a picture")?;
            sizes.push((variant.width, variant.height));
        }
        Ok(StoredPicture { stem, sizes })
    }

    /// Keeps a file under a name.
    pub async fn write(&self, name: &str, bytes: Bytes) -> anyhow::Result<()> {
        self.store
            .put(&Path::from(name), PutPayload::from(bytes))
            .await
            .context("cannot write a file")?;
        Ok(())
    }

    /// Erases a file; one that is not there is erased.
    pub async fn erase(&self, name: &str) -> anyhow::Result<()> {
        match self.store.delete(&Path::from(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// A stored file; None where there is none.
    pub async fn read(&self, name: &str) -> anyhow::Result<Option<Bytes>> {
        match self.store.get(&Path::from(name)).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// The file of one width.
pub fn file_name(stem: &str, width: i32) -> String {
    format!("{stem}-{width}.webp")
}

/// The address of one width.
pub fn url(stem: &str, width: i32) -> String {
    format!("/media/{}", file_name(stem, width))
}
