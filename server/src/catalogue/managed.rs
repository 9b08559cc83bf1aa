//! Products as their producer and the centre work on them.

use super::{
    entity::{product_versions as versions, products},
    on_hand::available,
    pack_words::{change, newest, rows_of},
    packs::pack_view,
    pictures::Pictures,
    texts,
};
use crate::{
    http::{Error, Result},
    producers::producer_refs,
};
use anyhow::Context;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{
    Date, PackId, ProductId, ProductVersionId,
    catalogue::{ManagedProduct, Pack, PackChange, TakenDown},
};
use std::collections::HashMap;

/// One product.
pub(super) async fn view(
    db: &impl ConnectionTrait,
    row: products::Model,
    today: Date,
) -> Result<ManagedProduct> {
    views(db, vec![row], today)
        .await?
        .pop()
        .ok_or_else(Error::not_found)
}

/// Products in the order of their rows: five queries, however many they are.
pub(super) async fn views(
    db: &impl ConnectionTrait,
    rows: Vec<products::Model>,
    today: Date,
) -> Result<Vec<ManagedProduct>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<ProductId> = rows.iter().map(|row| row.id).collect();
    let version_ids: Vec<ProductVersionId> = rows
        .iter()
        .flat_map(|row| [Some(row.current_version_id), row.reviewed_version_id])
        .flatten()
        .collect();
    let versions: HashMap<ProductVersionId, versions::Model> = versions::Entity::find()
        .filter(versions::Column::Id.is_in(version_ids))
        .all(db)
        .await?
        .into_iter()
        .map(|version| (version.id, version))
        .collect();
    let pictures = Pictures::of_products(db, ids.clone()).await?;
    let mut packs = packs_by_product(db, ids, today).await?;
    let producer_ids: Vec<_> = rows.iter().map(|row| row.producer_id).collect();
    let producers = producer_refs(db, producer_ids).await?;
    rows.into_iter()
        .map(|row| {
            let texts_of = |id: ProductVersionId| {
                let version = versions.get(&id).context("a product without its version")?;
                texts::view(version, &pictures).map(|texts| (version, texts))
            };
            let (version, texts) = texts_of(row.current_version_id)?;
            let public_texts = row
                .reviewed_version_id
                .filter(|reviewed| *reviewed != row.current_version_id)
                .map(|reviewed| texts_of(reviewed).map(|(_, texts)| texts))
                .transpose()?;
            let producer = producers.get(&row.producer_id);
            let (packs, pack_changes) = packs.remove(&row.id).unwrap_or_default();
            Ok(ManagedProduct {
                id: row.id,
                slug: row.slug,
                producer: producer.cloned().context("a product without its producer")?,
                status: row.status,
                review_reason: version.review_reason.clone(),
                submitted_at: version.submitted_at,
                published_at: row.published_at,
                texts,
                public_texts,
                packs,
                pack_changes,
                withdrawn_at: row.withdrawn_at,
                taken_down: row.taken_down_at.map(|at| TakenDown {
                    at,
                    reason: row.taken_down_reason.clone().unwrap_or_default(),
                }),
                version: row.version,
            })
        })
        .collect()
}

/// The packs of each product as they were written down last, and what of them waits for review.
async fn packs_by_product(
    db: &impl ConnectionTrait,
    ids: Vec<ProductId>,
    today: Date,
) -> Result<HashMap<ProductId, (Vec<Pack>, Vec<PackChange>)>> {
    let rows = rows_of(db, ids).await?;
    let pack_ids: Vec<PackId> = rows.iter().map(|row| row.id).collect();
    let left = available(db, pack_ids, today).await?;
    let mut found: HashMap<ProductId, (Vec<Pack>, Vec<PackChange>)> = HashMap::new();
    for row in rows {
        let (packs, changes) = found.entry(row.product_id).or_default();
        changes.extend(change(&row)?);
        let cases = left.get(&row.id).copied().unwrap_or(0);
        packs.push(pack_view(&newest(row)?, cases));
    }
    Ok(found)
}
