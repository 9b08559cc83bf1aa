//! What a purchase needs to know of the goods it asks for, in one query: it is made while others wait for the same stock.

use super::{
    BATCH,
    entity::{packs, product_versions as versions, products},
    packs::PackRow,
    rows::ProductRow,
    texts::{claims, is_orderable},
};
use crate::http::Result;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryResult,
    QuerySelect,
};
use shared::PackId;

/// A pack, and the product it is of by its public texts.
#[derive(Clone, Debug)]
pub(crate) struct OnSale {
    pub(crate) pack: PackRow,
    /// Its `public` says that there are public texts; whether its producer is verified, the caller knows.
    pub(crate) product: ProductRow,
}

/// Packs of products with public texts, by id. Packs that are off sale are among them.
pub(crate) async fn on_sale(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = PackId>,
) -> Result<Vec<OnSale>> {
    let ids: Vec<PackId> = ids.into_iter().collect();
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(BATCH) {
        let product = packs::Entity::belongs_to(products::Entity)
            .from(packs::Column::ProductId)
            .to(products::Column::Id)
            .into();
        let texts = products::Entity::belongs_to(versions::Entity)
            .from(products::Column::PublicVersionId)
            .to(versions::Column::Id)
            .into();
        let rows = packs::Entity::find()
            .filter(packs::Column::Id.is_in(some.iter().copied()))
            .join(JoinType::InnerJoin, product)
            .join(JoinType::InnerJoin, texts)
            .column(products::Column::Slug)
            .column(versions::Column::Name)
            .column(versions::Column::NameEn)
            .column(versions::Column::GroupCode)
            .column(versions::Column::Claims)
            .into_model::<OnSale>()
            .all(db)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

impl FromQueryResult for OnSale {
    fn from_query_result(row: &QueryResult, _: &str) -> std::result::Result<Self, DbErr> {
        let pack: PackRow = packs::Model::from_query_result(row, "")?.into();
        let group_code: String = row.try_get("", "group_code")?;
        let product = ProductRow {
            id: pack.product_id,
            producer_id: pack.producer_id,
            slug: row.try_get("", "slug")?,
            name: row.try_get("", "name")?,
            name_en: row.try_get("", "name_en")?,
            claims: claims(&row.try_get::<String>("", "claims")?),
            public: true,
            orderable: is_orderable(&group_code),
            group_code,
        };
        Ok(Self { pack, product })
    }
}
