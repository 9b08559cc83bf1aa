//! Pictures: read by content, turned upright, stripped of everything but pixels, written as WebP in three widths.
//! Beside them, scans of papers, which are never served by name.

mod check;
mod document;
mod erase;
mod picture;
mod serve;
mod share;

pub(crate) use check::missing_of;
pub use document::{Document, PDF, document};
pub(crate) use erase::{erase_later, jobs};
pub use serve::serve;
pub use share::{drawn, photo};

use crate::http::{Error, Result};
use anyhow::Context;
use bytes::Bytes;
use futures_util::TryStreamExt;
use object_store::{
    ObjectStore, ObjectStoreExt, PutPayload, aws::AmazonS3Builder, path::Path, prefix::PrefixStore,
};
use shared::{Code, FieldCode};
use std::sync::Arc;

/// Where pictures are kept: a folder, or a bucket.
#[derive(Clone, Debug)]
pub struct Media {
    store: Arc<dyn ObjectStore>,
    /// Pictures for sharing that were made before.
    shares: Arc<share::Shares>,
}

/// A picture as it was stored.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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
            shares: Arc::new(share::shares()),
        })
    }

    /// Keeps pictures in a bucket of an S3 service, `s3://bucket` or `s3://bucket/folder`. Keys, region and endpoint are the
    /// variables that S3 tools know (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT`…).
    pub fn bucket(url: &str, variables: &[(String, String)]) -> anyhow::Result<Self> {
        prepare_tls();
        let place = url.strip_prefix("s3://").unwrap_or(url);
        let (bucket, folder) = place.split_once('/').unwrap_or((place, ""));
        let mut builder = AmazonS3Builder::new();
        for (name, value) in variables {
            // Other programs' variables begin alike.
            if let Ok(key) = name.to_ascii_lowercase().parse() {
                builder = builder.with_config(key, value);
            }
        }
        let store = builder
            .with_bucket_name(bucket)
            .build()
            .with_context(|| format!("cannot use the bucket {bucket}"))?;
        let store: Arc<dyn ObjectStore> = if folder.is_empty() {
            Arc::new(store)
        } else {
            Arc::new(PrefixStore::new(store, folder))
        };
        Ok(Self {
            store,
            shares: Arc::new(share::shares()),
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
            self.keep(&file_name(&stem, variant.width), variant.webp.into())
                .await?;
            sizes.push((variant.width, variant.height));
        }
        Ok(StoredPicture { stem, sizes })
    }

    /// Stores a file of a caller, who is told to come back where nothing can be written now.
    pub async fn keep(&self, name: &str, bytes: Bytes) -> Result<()> {
        self.write(name, bytes).await.map_err(|error| {
            tracing::error!(?error, "files cannot be kept");
            Error::refuse(Code::Unavailable).retry_after(30)
        })
    }

    /// Stores a file under a name, whole or not at all.
    pub async fn write(&self, name: &str, bytes: Bytes) -> anyhow::Result<()> {
        self.store
            .put(&Path::from(name), PutPayload::from(bytes))
            .await
            .with_context(|| format!("cannot write {name}"))?;
        Ok(())
    }

    /// The names of all files, in order.
    pub async fn names(&self) -> anyhow::Result<Vec<String>> {
        let mut names: Vec<String> = self
            .store
            .list(None)
            .map_ok(|file| file.location.to_string())
            .try_collect()
            .await
            .context("cannot list the pictures")?;
        names.sort();
        Ok(names)
    }

    /// Takes a file away; one that is not there is no mistake.
    pub async fn delete(&self, name: &str) -> anyhow::Result<()> {
        match self.store.delete(&Path::from(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error).with_context(|| format!("cannot delete {name}")),
        }
    }

    /// Takes every width of a picture away.
    pub async fn erase_picture(&self, picture: &StoredPicture) -> anyhow::Result<()> {
        for (width, _) in &picture.sizes {
            self.delete(&file_name(&picture.stem, *width)).await?;
        }
        Ok(())
    }

    /// Whether there is a file of this name.
    pub async fn has(&self, name: &str) -> anyhow::Result<bool> {
        match self.store.head(&Path::from(name)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error).with_context(|| format!("cannot look for {name}")),
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

/// Names the library that clients encrypt with: ring, as the database connections do. Whoever was first has said the same.
pub fn prepare_tls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// The file of one width.
pub fn file_name(stem: &str, width: i32) -> String {
    format!("{stem}-{width}.webp")
}

/// The address of one width.
pub fn url(stem: &str, width: i32) -> String {
    format!("/media/{}", file_name(stem, width))
}
