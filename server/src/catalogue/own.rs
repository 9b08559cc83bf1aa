//! A producer's own products as tables bring them in: what they are called, and what their newest texts say.

use super::{
    BATCH, create_pack, create_product,
    entity::{product_versions as versions, products},
    rows::{ProductRow, named},
    texts::{is_orderable, new_texts},
    update_pack, update_product,
};
use crate::{auth::Member, db::Tx, http::Result};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    OrganisationId, PackId, ProductId, ProductVersionId,
    catalogue::{PackCreate, PackUpdate, ProductCreate, ProductStatus, ProductUpdate},
};
use std::collections::HashMap;

/// One of a producer's own products.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OwnProduct {
    pub(crate) id: ProductId,
    pub(crate) slug: String,
    pub(crate) status: ProductStatus,
    pub(crate) version: i64,
    /// Its group is ordered by the case.
    pub(crate) orderable: bool,
    /// The newest texts, in the shape in which they would be sent; without a picture.
    pub(crate) texts: ProductCreate,
}

/// All products of a producer, in the order in which they were started.
pub(crate) async fn own_products(
    db: &impl ConnectionTrait,
    producer: OrganisationId,
) -> Result<Vec<OwnProduct>> {
    let rows = products::Entity::find()
        .filter(products::Column::ProducerId.eq(producer))
        .order_by_asc(products::Column::Id)
        .all(db)
        .await?;
    let ids: Vec<ProductVersionId> = rows.iter().map(|row| row.current_version_id).collect();
    let mut texts: HashMap<ProductVersionId, versions::Model> = HashMap::with_capacity(ids.len());
    for some in ids.chunks(BATCH) {
        let found = versions::Entity::find()
            .filter(versions::Column::Id.is_in(some.iter().copied()))
            .all(db)
            .await?;
        texts.extend(found.into_iter().map(|version| (version.id, version)));
    }
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let version = texts.remove(&row.current_version_id)?;
            Some(OwnProduct {
                id: row.id,
                slug: row.slug,
                status: row.status,
                version: row.version,
                orderable: is_orderable(&version.group_code),
                texts: new_texts(version),
            })
        })
        .collect())
}

/// Products by their public addresses, public or not.
pub(crate) async fn products_by_slug(
    db: &impl ConnectionTrait,
    slugs: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, ProductRow>> {
    let slugs: Vec<String> = slugs.into_iter().collect();
    let mut found = HashMap::with_capacity(slugs.len());
    for some in slugs.chunks(BATCH) {
        let rows = products::Entity::find()
            .filter(products::Column::Slug.is_in(some.iter().map(String::as_str)))
            .all(db)
            .await?;
        let rows = named(db, rows).await?;
        found.extend(rows.into_iter().map(|row| (row.slug.clone(), row)));
    }
    Ok(found)
}

/// `create_product`, within a transaction that may do more.
pub(crate) async fn start_product(tx: &Tx, member: &Member, body: ProductCreate) -> Result<ProductId> {
    Ok(create_product::start_product(tx, member, body).await?.id)
}

/// `update_product`, within a transaction that may do more.
pub(crate) async fn change_product(
    tx: &mut Tx,
    member: &Member,
    id: ProductId,
    seen: Option<i64>,
    body: ProductUpdate,
) -> Result<()> {
    update_product::change_product(tx, member, id, seen, body).await?;
    Ok(())
}

/// `create_pack`, within a transaction that may do more.
pub(crate) async fn add_pack(
    tx: &mut Tx,
    member: &Member,
    product: ProductId,
    body: PackCreate,
) -> Result<PackId> {
    Ok(create_pack::add_pack(tx, member, product, body).await?.id)
}

/// `update_pack`, within a transaction that may do more.
pub(crate) async fn change_pack(
    tx: &mut Tx,
    member: &Member,
    id: PackId,
    seen: Option<i64>,
    body: PackUpdate,
) -> Result<()> {
    update_pack::change_pack(tx, member, id, seen, body).await?;
    Ok(())
}
