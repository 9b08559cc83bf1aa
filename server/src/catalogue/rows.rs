//! What other slices may ask of products: names and whether they may be shown and ordered.

use super::{
    BATCH,
    entity::{product_versions as versions, products},
    texts::{claims, is_orderable},
};
use crate::{db::holding, http::Result, identity::verified_among};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::SelectStatement,
};
use shared::{OrganisationId, ProductId, ProductVersionId, catalogue::Claim};
use std::{
    borrow::Borrow,
    collections::{HashMap, HashSet},
};

/// A product, as other slices see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProductRow {
    pub(crate) id: ProductId,
    pub(crate) producer_id: OrganisationId,
    pub(crate) slug: String,
    /// Of the public texts where the product is public, else of the newest.
    pub(crate) name: String,
    pub(crate) name_en: Option<String>,
    pub(crate) group_code: String,
    /// What its texts claim, whether papers back it or not.
    pub(crate) claims: Vec<Claim>,
    /// Has public texts, and its producer is verified.
    pub(crate) public: bool,
    /// Its group is ordered by the case. Whether it may be ordered now depends on `public` and its packs too.
    pub(crate) orderable: bool,
}

/// Products by id, public or not.
pub(crate) async fn products(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = impl Borrow<ProductId>>,
) -> Result<HashMap<ProductId, ProductRow>> {
    let ids: Vec<ProductId> = ids.into_iter().map(|id| *id.borrow()).collect();
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(BATCH) {
        let rows = products::Entity::find()
            .filter(products::Column::Id.is_in(some.iter().copied()))
            .all(db)
            .await?;
        let rows = named(db, rows).await?;
        found.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    Ok(found)
}

/// The ids of versions in whose name these words stand, with or without marks.
pub(super) fn versions_named(words: &str) -> SelectStatement {
    versions::Entity::find()
        .select_only()
        .column(versions::Column::Id)
        .filter(holding(words, |pattern| {
            versions::Column::NameFolded.like(pattern)
        }))
        .into_query()
}

/// The ids of products, public or not, in whose public or newest name these words stand: for a condition of a list.
pub(crate) fn ids_named(words: &str) -> SelectStatement {
    let named = Condition::any()
        .add(products::Column::CurrentVersionId.in_subquery(versions_named(words)))
        .add(products::Column::PublicVersionId.in_subquery(versions_named(words)));
    products::Entity::find()
        .select_only()
        .column(products::Column::Id)
        .filter(named)
        .into_query()
}

/// All products of a producer, public or not, the newest first.
pub(crate) async fn products_of(
    db: &impl ConnectionTrait,
    producer: OrganisationId,
) -> Result<Vec<ProductRow>> {
    let rows = products::Entity::find()
        .filter(products::Column::ProducerId.eq(producer))
        .order_by_desc(products::Column::Id)
        .all(db)
        .await?;
    named(db, rows).await
}

/// The products of a producer that have public texts.
pub(crate) async fn public_ids_of(
    db: &impl ConnectionTrait,
    producer: OrganisationId,
) -> Result<Vec<ProductId>> {
    let ids = products::Entity::find()
        .select_only()
        .column(products::Column::Id)
        .filter(products::Column::ProducerId.eq(producer))
        .filter(products::Column::PublicVersionId.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids)
}

/// A product by its public address, public or not.
pub(crate) async fn product_by_slug(db: &impl ConnectionTrait, slug: &str) -> Result<Option<ProductRow>> {
    let row = products::Entity::find()
        .filter(products::Column::Slug.eq(slug))
        .one(db)
        .await?;
    Ok(named(db, row.into_iter().collect()).await?.pop())
}

/// Those of the products' producers that are verified.
pub(super) async fn verified_producers(
    db: &impl ConnectionTrait,
    producers: impl Iterator<Item = OrganisationId>,
) -> Result<HashSet<OrganisationId>> {
    let mut ids: Vec<OrganisationId> = producers.collect();
    ids.sort_unstable();
    ids.dedup();
    verified_among(db, ids).await
}

pub(super) async fn named(db: &impl ConnectionTrait, rows: Vec<products::Model>) -> Result<Vec<ProductRow>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let verified = verified_producers(db, rows.iter().map(|row| row.producer_id)).await?;
    let shown = |row: &products::Model| {
        row.public_version_id
            .filter(|_| verified.contains(&row.producer_id))
    };
    let version_ids: Vec<ProductVersionId> = rows
        .iter()
        .map(|row| shown(row).unwrap_or(row.current_version_id))
        .collect();
    let mut versions: HashMap<ProductId, versions::Model> = versions::Entity::find()
        .filter(versions::Column::Id.is_in(version_ids))
        .all(db)
        .await?
        .into_iter()
        .map(|version| (version.product_id, version))
        .collect();
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let version = versions.remove(&row.id)?;
            Some(ProductRow {
                public: shown(&row).is_some(),
                orderable: is_orderable(&version.group_code),
                id: row.id,
                producer_id: row.producer_id,
                slug: row.slug,
                name: version.name,
                name_en: version.name_en,
                claims: claims(&version.claims),
                group_code: version.group_code,
            })
        })
        .collect())
}
