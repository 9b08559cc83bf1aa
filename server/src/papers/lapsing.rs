//! Papers that lapse, for whoever reminds their producers.

use super::{
    entity::papers::{Column, Entity, Model},
    law::law,
    rows::verified,
};
use crate::{catalogue, http::Result};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{Date, Lang, OrganisationId, PaperId, papers::PaperStatus};

/// A verified paper that lapses, and that no longer one stands in for.
#[derive(Clone, Debug)]
pub(crate) struct LapsingPaper {
    pub(crate) id: PaperId,
    pub(crate) producer_id: OrganisationId,
    pub(crate) expires_on: Date,
    kind: [String; 2],
    number: Option<String>,
    /// What it is about, where that is one product.
    product: Option<String>,
}

impl LapsingPaper {
    /// Its kind, number and product.
    pub(crate) fn name_in(&self, lang: Lang) -> String {
        let [vi, en] = &self.kind;
        let parts = [
            Some(lang.pick(vi.as_str(), en)),
            self.number.as_deref(),
            self.product.as_deref(),
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        parts.join(", ")
    }
}

/// Verified papers whose last day lies in a time.
pub(crate) async fn lapsing_papers(
    db: &impl ConnectionTrait,
    first: Date,
    last: Date,
) -> Result<Vec<LapsingPaper>> {
    let rows = Entity::find()
        .filter(Column::ExpiresOn.between(first, last))
        .filter(Column::Status.eq(PaperStatus::Verified))
        .filter(Column::RemovedAt.is_null())
        .all(db)
        .await?;
    let held = verified(db, rows.iter().map(|row| row.producer_id).collect()).await?;
    let products = catalogue::products(db, rows.iter().filter_map(|row| row.product_id)).await?;
    let alone = rows
        .into_iter()
        .filter(|row| !held.iter().any(|other| stands_in(other, row)));
    Ok(alone
        .filter_map(|row| {
            let rule = law().kind(row.kind)?;
            let product = row.product_id.and_then(|id| products.get(&id));
            Some(LapsingPaper {
                id: row.id,
                producer_id: row.producer_id,
                expires_on: row.expires_on?,
                kind: [rule.name.clone(), rule.name_en.clone()],
                number: row.number,
                product: product.map(|product| product.name.clone()),
            })
        })
        .collect())
}

/// Whether another paper says the same for longer.
fn stands_in(other: &Model, row: &Model) -> bool {
    let same =
        (other.producer_id, other.product_id, other.kind) == (row.producer_id, row.product_id, row.kind);
    same && other.id != row.id && (other.expires_on.is_none() || other.expires_on > row.expires_on)
}
