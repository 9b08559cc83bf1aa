//! What other slices may ask of features.

use super::entity::features::{Column, Entity, Model};
use crate::http::Result;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use shared::{Date, ProductId};

/// A slot that is filled for a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FeatureRow {
    /// From 1.
    pub(crate) slot: u8,
    pub(crate) product_id: ProductId,
    pub(crate) from: Date,
    /// The last day.
    pub(crate) until: Date,
    pub(crate) reason: String,
    pub(crate) reason_en: Option<String>,
}

impl FeatureRow {
    /// Whether there is a day in both.
    pub(super) fn meets(&self, from: Date, until: Date) -> bool {
        self.from <= until && from <= self.until
    }
}

impl From<Model> for FeatureRow {
    fn from(row: Model) -> Self {
        Self {
            slot: u8::try_from(row.slot).unwrap_or_default(),
            product_id: row.product_id,
            from: row.from_on,
            until: row.until_on,
            reason: row.reason,
            reason_en: row.reason_en,
        }
    }
}

/// Every period of every slot in order, those too whose days have not come or are over.
pub(crate) async fn features(db: &impl ConnectionTrait) -> Result<Vec<FeatureRow>> {
    let rows = Entity::find()
        .order_by_asc(Column::Slot)
        .order_by_asc(Column::FromOn)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
