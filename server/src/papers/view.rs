//! From rows to views.

use super::{entity::papers::Model, needs::validity};
use crate::{
    catalogue,
    http::{Error, Result},
    producers,
};
use anyhow::anyhow;
use sea_orm::ConnectionTrait;
use shared::{
    Date,
    papers::{Paper, PaperFile, PaperProduct},
    time::days_between,
};

/// One paper.
pub(super) async fn view(db: &impl ConnectionTrait, row: Model, today: Date) -> Result<Paper> {
    views(db, vec![row], today)
        .await?
        .pop()
        .ok_or_else(|| Error::Internal(anyhow!("a paper without a view")))
}

/// Views in the order of the rows, with two further queries however many they are.
pub(super) async fn views(db: &impl ConnectionTrait, rows: Vec<Model>, today: Date) -> Result<Vec<Paper>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let products = catalogue::products(db, rows.iter().filter_map(|row| row.product_id)).await?;
    let producers = producers::producer_refs(db, rows.iter().map(|row| row.producer_id)).await?;
    rows.into_iter()
        .map(|row| {
            let producer = producers
                .get(&row.producer_id)
                .ok_or_else(|| Error::Internal(anyhow!("paper {} is of nobody", row.id)))?;
            let product = row.product_id.and_then(|id| products.get(&id));
            Ok(Paper {
                id: row.id,
                producer: producer.clone(),
                product: product.map(|product| PaperProduct {
                    id: product.id,
                    slug: product.slug.clone(),
                    name: product.name.clone(),
                }),
                kind: row.kind,
                number: row.number,
                issuer: row.issuer,
                issued_on: row.issued_on,
                expires_on: row.expires_on,
                scope: row.scope,
                exemption: row.exemption,
                public: row.public,
                shared_with_buyers: row.shared_with_buyers,
                status: row.status,
                reason: row.reason,
                decided_at: row.decided_at,
                validity: validity(row.expires_on, today),
                days_left: row.expires_on.map(|day| days_between(today, day)),
                file: row
                    .file
                    .and(row.media_type)
                    .zip(row.file_size)
                    .map(|(media_type, size)| PaperFile { media_type, size }),
                added_at: row.added_at,
                version: row.version,
            })
        })
        .collect()
}
