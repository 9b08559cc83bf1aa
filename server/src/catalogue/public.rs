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
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
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

/// How much is read of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Length {
    Whole,
    /// Descriptions, ingredients, storage and shelf life are left empty: a card has none of them.
    Short,
}

/// The ids of all that is published, in their order. Some producers among theirs may not be verified.
pub(crate) async fn published_ids(db: &impl ConnectionTrait) -> Result<Vec<ProductId>> {
    let query = published().select_only().column(products::Column::Id);
    Ok(query
        .order_by_asc(products::Column::Id)
        .into_tuple()
        .all(db)
        .await?)
}

/// Those of these products that are public. Four queries for every ten thousand ids.
pub(crate) async fn public_products(
    db: &impl ConnectionTrait,
    ids: &[ProductId],
    length: Length,
) -> Result<Vec<PublicProduct>> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(BATCH) {
        let some = products::Column::Id.is_in(some.iter().copied());
        found.extend(read(db, published().filter(some), length).await?);
    }
    Ok(found)
}

fn published() -> Select<products::Entity> {
    products::Entity::find().filter(products::Column::PublicVersionId.is_not_null())
}

/// Reads by subqueries, because the ids of a whole catalogue do not fit into a statement.
async fn read(
    db: &impl ConnectionTrait,
    select: Select<products::Entity>,
    length: Length,
) -> Result<Vec<PublicProduct>> {
    let column = |column: products::Column| select.clone().select_only().column(column).into_query();
    let version_ids = column(products::Column::PublicVersionId);
    let product_ids = column(products::Column::Id);
    let rows = select.order_by_asc(products::Column::Id).all(db).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let verified = verified_producers(db, &rows).await?;
    let versions = versions::Entity::find().filter(versions::Column::Id.in_subquery(version_ids));
    let versions = match length {
        Length::Whole => versions.all(db).await?,
        Length::Short => {
            let rows = versions
                .select_only()
                .columns(Short::COLUMNS)
                .into_model::<Short>();
            rows.all(db).await?.into_iter().map(Short::widened).collect()
        }
    };
    let versions: HashMap<ProductVersionId, versions::Model> = versions
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

/// What cards need of a version. Most of a catalogue's letters are in the rest.
#[derive(Debug, FromQueryResult)]
struct Short {
    id: ProductVersionId,
    name: String,
    name_en: Option<String>,
    group_code: String,
    season_mask: i32,
    claims: String,
    image_ids: String,
    image_alts: String,
}

impl Short {
    const COLUMNS: [versions::Column; 8] = [
        versions::Column::Id,
        versions::Column::Name,
        versions::Column::NameEn,
        versions::Column::GroupCode,
        versions::Column::SeasonMask,
        versions::Column::Claims,
        versions::Column::ImageIds,
        versions::Column::ImageAlts,
    ];

    /// As if the rest were empty.
    fn widened(self) -> versions::Model {
        versions::Model {
            id: self.id,
            name: self.name,
            name_en: self.name_en,
            group_code: self.group_code,
            season_mask: self.season_mask,
            claims: self.claims,
            image_ids: self.image_ids,
            image_alts: self.image_alts,
            product_id: ProductId(uuid::Uuid::nil()),
            number: 0,
            name_folded: String::new(),
            description: String::new(),
            description_en: None,
            ingredients: None,
            storage: None,
            shelf_life_days: None,
            created_at: Timestamp(0),
            submitted_at: None,
            reviewed_at: None,
            review_reason: None,
            ingredients_en: None,
            storage_en: None,
        }
    }
}
