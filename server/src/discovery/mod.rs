//! Finding products: the index in the process, cards, facets, the public page of a product.
use crate::{app::App, http::Result};
use sea_orm::ConnectionTrait;
use shared::{ProductId, Timestamp};

#[derive(Debug, Default)]
pub struct Index;

impl Index {
    pub async fn refresh(&self, _app: &App, _products: &[ProductId]) {}
}

/// Tells other replicas which products changed.
pub async fn note_changes(
    _db: &impl ConnectionTrait,
    _app: &App,
    _products: &[ProductId],
    _at: Timestamp,
) -> Result<()> {
    Ok(())
}

/// Reads the whole catalogue into the index.
pub async fn start(_app: &App) -> anyhow::Result<()> {
    Ok(())
}

/// Mounts the slice's operations.
pub(crate) fn routes(_routes: &mut crate::http::Routes) {}
