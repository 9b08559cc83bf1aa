//! From rows to views.

use super::{entity::certificates::Model, rules};
use crate::{
    catalogue,
    http::{Error, Result},
    producers,
};
use anyhow::anyhow;
use sea_orm::ConnectionTrait;
use shared::{Date, certification::Certificate, time::days_between};

/// One certificate.
pub(super) async fn one(db: &impl ConnectionTrait, row: Model, today: Date) -> Result<Certificate> {
    views(db, vec![row], today)
        .await?
        .pop()
        .ok_or_else(|| Error::Internal(anyhow!("a certificate without a view")))
}

/// Views in the order of the rows, with two queries for all of them.
pub(super) async fn views(
    db: &impl ConnectionTrait,
    rows: Vec<Model>,
    today: Date,
) -> Result<Vec<Certificate>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let products = catalogue::products(db, rows.iter().map(|row| row.product_id)).await?;
    let producers = producers::producer_refs(db, rows.iter().map(|row| row.producer_id)).await?;
    rows.into_iter()
        .map(|row| {
            let (product, producer) = products
                .get(&row.product_id)
                .zip(producers.get(&row.producer_id))
                .ok_or_else(|| Error::Internal(anyhow!("certificate {} is of nobody's product", row.id)))?;
            let days_left = days_between(today, row.expires_on);
            let revoked = row.revoked_on.is_some_and(|day| day <= today);
            Ok(Certificate {
                id: row.id,
                product_id: row.product_id,
                product_name: product.name.clone(),
                product_name_en: product.name_en.clone(),
                product_slug: product.slug.clone(),
                producer: producer.clone(),
                stars: stars(row.stars),
                score: row.score_hundredths.map(|points| f64::from(points) / 100.0),
                decision_no: row.decision_no,
                issuer: row.issuer,
                level: row.level,
                issued_on: row.issued_on,
                expires_on: row.expires_on,
                criteria_version: row.criteria_version,
                state: rules::state(days_left, revoked),
                days_left,
                recorded_at: row.recorded_at,
                revoked_on: row.revoked_on,
                revoke_reason: row.revoke_reason,
                version: row.version,
            })
        })
        .collect()
}

/// Stars as they are shown; the table lets nothing but 3 to 5 in.
pub(super) fn stars(stored: i16) -> u8 {
    u8::try_from(stored).unwrap_or_default()
}
