//! What everybody sees of products, for the slice that finds and shows them.

use super::{
    BATCH,
    entity::{product_versions as versions, products},
    pictures::Pictures,
    rows::verified_producers,
    texts,
};
use crate::{
    db::{Gathered, gather},
    http::Result,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use serde::Deserialize;
use shared::{OrganisationId, ProductId, ProductVersionId, Timestamp, catalogue::ProductTexts};

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
    let id = Gathered::column(products::Column::Id);
    let rows: Vec<(ProductId,)> = gather(db, published(), [id]).await?;
    let mut ids: Vec<ProductId> = rows.into_iter().map(|(id,)| id).collect();
    ids.sort_unstable();
    Ok(ids)
}

/// Those of these products that are public. Three queries for every ten thousand ids.
pub(crate) async fn public_products(
    db: &impl ConnectionTrait,
    ids: &[ProductId],
    length: Length,
) -> Result<Vec<PublicProduct>> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(BATCH) {
        found.extend(read(db, some, length).await?);
    }
    Ok(found)
}

fn published() -> Select<products::Entity> {
    products::Entity::find().filter(products::Column::PublicVersionId.is_not_null())
}

async fn read(db: &impl ConnectionTrait, ids: &[ProductId], length: Length) -> Result<Vec<PublicProduct>> {
    let texts = products::Entity::belongs_to(versions::Entity)
        .from(products::Column::PublicVersionId)
        .to(versions::Column::Id)
        .into();
    let rows = products::Entity::find()
        .filter(products::Column::Id.is_in(ids.iter().copied()))
        .join(JoinType::InnerJoin, texts);
    let rows: Vec<(Card, Long)> = match length {
        Length::Short => {
            let mut cards: Vec<Card> = gather(db, rows, Card::columns()).await?;
            // A text of rows has no order.
            cards.sort_unstable_by_key(|card| card.id);
            cards.into_iter().map(|card| (card, Long::default())).collect()
        }
        Length::Whole => {
            let rows = rows
                .select_only()
                .columns(Card::OF_PRODUCT)
                .columns(Card::OF_VERSION)
                .columns(Long::COLUMNS)
                .order_by_asc(products::Column::Id);
            let whole = rows.into_model::<Whole>().all(db).await?;
            whole
                .into_iter()
                .map(|Whole { card, long }| (card, long))
                .collect()
        }
    };
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let verified = verified_producers(db, rows.iter().map(|(card, _)| card.producer_id)).await?;
    let pictures = Pictures::of_products(db, rows.iter().map(|(card, _)| card.id).collect()).await?;
    rows.into_iter()
        .filter(|(card, _)| verified.contains(&card.producer_id))
        .map(|(card, long)| {
            let (id, producer_id, version) = (card.id, card.producer_id, card.version);
            let published_at = Timestamp(card.published_at.unwrap_or(card.created_at));
            let (slug, texts) = card.parted(long);
            Ok(PublicProduct {
                id,
                texts: texts::view(&texts, &pictures)?,
                published_at,
                slug,
                producer_id,
                version,
            })
        })
        .collect()
}

/// What cards need of a product and its public version, in the order of its columns and as it is stored. Most of a
/// catalogue's letters are in the rest.
#[derive(Debug, Deserialize, FromQueryResult)]
struct Card {
    id: ProductId,
    slug: String,
    producer_id: OrganisationId,
    published_at: Option<i64>,
    created_at: i64,
    version: i64,
    name: String,
    name_en: Option<String>,
    group_code: String,
    season_mask: i32,
    claims: String,
    image_ids: String,
    image_alts: String,
}

/// The rest of a version.
#[derive(Debug, Default, FromQueryResult)]
struct Long {
    description: String,
    description_en: Option<String>,
    ingredients: Option<String>,
    ingredients_en: Option<String>,
    storage: Option<String>,
    storage_en: Option<String>,
    shelf_life_days: Option<i32>,
}

#[derive(Debug, FromQueryResult)]
struct Whole {
    #[sea_orm(nested)]
    card: Card,
    #[sea_orm(nested)]
    long: Long,
}

impl Long {
    const COLUMNS: [versions::Column; 7] = [
        versions::Column::Description,
        versions::Column::DescriptionEn,
        versions::Column::Ingredients,
        versions::Column::IngredientsEn,
        versions::Column::Storage,
        versions::Column::StorageEn,
        versions::Column::ShelfLifeDays,
    ];
}

impl Card {
    const OF_PRODUCT: [products::Column; 6] = [
        products::Column::Id,
        products::Column::Slug,
        products::Column::ProducerId,
        products::Column::PublishedAt,
        products::Column::CreatedAt,
        products::Column::Version,
    ];
    const OF_VERSION: [versions::Column; 7] = [
        versions::Column::Name,
        versions::Column::NameEn,
        versions::Column::GroupCode,
        versions::Column::SeasonMask,
        versions::Column::Claims,
        versions::Column::ImageIds,
        versions::Column::ImageAlts,
    ];

    fn columns() -> impl Iterator<Item = Gathered> {
        let of_product = Self::OF_PRODUCT.map(Gathered::column);
        let of_version = Self::OF_VERSION.map(Gathered::column);
        of_product.into_iter().chain(of_version)
    }

    /// The product's address, and its version as far as texts come from it.
    fn parted(self, long: Long) -> (String, versions::Model) {
        let texts = versions::Model {
            name: self.name,
            name_en: self.name_en,
            group_code: self.group_code,
            season_mask: self.season_mask,
            claims: self.claims,
            image_ids: self.image_ids,
            image_alts: self.image_alts,
            description: long.description,
            description_en: long.description_en,
            ingredients: long.ingredients,
            ingredients_en: long.ingredients_en,
            storage: long.storage,
            storage_en: long.storage_en,
            shelf_life_days: long.shelf_life_days,
            id: ProductVersionId(uuid::Uuid::nil()),
            product_id: self.id,
            number: 0,
            name_folded: String::new(),
            created_at: Timestamp(self.created_at),
            submitted_at: None,
            reviewed_at: None,
            review_reason: None,
        };
        (self.slug, texts)
    }
}
