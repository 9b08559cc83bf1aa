//! What everybody sees of products, for the slice that finds and shows them.

use super::{
    BATCH,
    entity::{product_versions as versions, products},
    pictures::Pictures,
    rows::verified_producers,
    texts,
};
use crate::http::Result;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use shared::{OrganisationId, ProductId, ProductVersionId, Timestamp, catalogue::ProductTexts};
use std::collections::HashMap;

/// A published product of a verified producer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PublicProduct {
    pub(crate) id: ProductId,
    pub(crate) slug: String,
    pub(crate) producer_id: OrganisationId,
    /// The public texts, whatever is being worked on.
    pub(crate) texts: ProductTexts,
    /// When these texts became public.
    pub(crate) published_at: Timestamp,
    pub(crate) version: i64,
}

/// All public products, or those of these ids that are public. Four queries, and four more for every ten thousand ids.
pub(crate) async fn public_products(
    db: &impl ConnectionTrait,
    only: Option<&[ProductId]>,
) -> Result<Vec<PublicProduct>> {
    let Some(ids) = only else {
        return read(db, published()).await;
    };
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(BATCH) {
        let some = products::Column::Id.is_in(some.iter().copied());
        found.extend(read(db, published().filter(some)).await?);
    }
    Ok(found)
}

fn published() -> Select<products::Entity> {
    products::Entity::find().filter(products::Column::PublicVersionId.is_not_null())
}

/// Reads by subqueries, because the ids of a whole catalogue do not fit into a statement.
async fn read(db: &impl ConnectionTrait, select: Select<products::Entity>) -> Result<Vec<PublicProduct>> {
    let column = |column: products::Column| select.clone().select_only().column(column).into_query();
    let version_ids = column(products::Column::PublicVersionId);
    let product_ids = column(products::Column::Id);
    let rows = select.order_by_asc(products::Column::Id).all(db).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let verified = verified_producers(db, &rows).await?;
    let versions: HashMap<ProductVersionId, versions::Model> = versions::Entity::find()
        .filter(versions::Column::Id.in_subquery(version_ids))
        .all(db)
        .await?
        .into_iter()
        .map(|version| (version.id, version))
        .collect();
    let pictures = Pictures::of_found(db, product_ids).await?;
    rows.into_iter()
        .filter(|row| verified.contains(&row.producer_id))
        .filter_map(|row| {
            let version = versions.get(&row.public_version_id?)?;
            Some((row, version))
        })
        .map(|(row, version)| {
            Ok(PublicProduct {
                id: row.id,
                texts: texts::view(version, &pictures)?,
                published_at: row.published_at.unwrap_or(row.created_at),
                slug: row.slug,
                producer_id: row.producer_id,
                version: row.version,
            })
        })
        .collect()
}
