//! What other slices may ask of collections.

use super::entity::{
    collection_products,
    collections::{Column, Entity, Model},
};
use crate::http::Result;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait};
use shared::{CollectionId, Date, ProductId};
use std::collections::HashMap;

/// A collection with what was put into it, whether or not visitors may see it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CollectionRow {
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) title_en: Option<String>,
    pub(crate) intro: Option<String>,
    pub(crate) intro_en: Option<String>,
    pub(crate) from: Date,
    /// The last day.
    pub(crate) until: Option<Date>,
    pub(crate) published: bool,
    /// In the order of showing.
    pub(crate) product_ids: Vec<ProductId>,
    pub(crate) version: i64,
}

impl CollectionRow {
    pub(super) fn new(row: Model, product_ids: Vec<ProductId>) -> Self {
        Self {
            slug: row.slug,
            title: row.title,
            title_en: row.title_en,
            intro: row.intro,
            intro_en: row.intro_en,
            from: row.from_on,
            until: row.until_on,
            published: row.published,
            product_ids,
            version: row.version,
        }
    }

    /// Whether it may be shown on a day, if it has anything to show.
    pub(crate) fn open_on(&self, day: Date) -> bool {
        self.published && self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Every collection, the newest days first; or the one of this address. Two queries.
pub(crate) async fn collections(db: &impl ConnectionTrait, slug: Option<&str>) -> Result<Vec<CollectionRow>> {
    let rows = Entity::find()
        .apply_if(slug, |query, slug| query.filter(Column::Slug.eq(slug)))
        .order_by_desc(Column::FromOn)
        .order_by_desc(Column::Id)
        .all(db)
        .await?;
    let mut products = products_of(db, rows.iter().map(|row| row.id)).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let products = products.remove(&row.id).unwrap_or_default();
            CollectionRow::new(row, products)
        })
        .collect())
}

/// The titles of collections in Vietnamese and, where there is one, English. One query.
pub(crate) async fn titles(
    db: &impl ConnectionTrait,
    ids: Vec<CollectionId>,
) -> Result<HashMap<CollectionId, (String, Option<String>)>> {
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(db).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, (row.title, row.title_en)))
        .collect())
}

/// The products of collections, in their order.
pub(super) async fn products_of(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = CollectionId>,
) -> Result<HashMap<CollectionId, Vec<ProductId>>> {
    let rows = collection_products::Entity::find()
        .filter(collection_products::Column::CollectionId.is_in(ids))
        .order_by_asc(collection_products::Column::Place)
        .all(db)
        .await?;
    let mut products: HashMap<CollectionId, Vec<ProductId>> = HashMap::new();
    for row in rows {
        products
            .entry(row.collection_id)
            .or_default()
            .push(row.product_id);
    }
    Ok(products)
}

#[cfg(test)]
mod tests {
    use super::CollectionRow;
    use shared::time::plus_days;
    use time::macros::date;

    #[test]
    fn a_collection_is_open_from_its_first_through_its_last_day() {
        let (from, until) = (date!(2026 - 11 - 22), date!(2026 - 12 - 31));
        let row = CollectionRow {
            slug: "qua-tet".into(),
            title: "Quà Tết".into(),
            title_en: None,
            intro: None,
            intro_en: None,
            from,
            until: Some(until),
            published: true,
            product_ids: Vec::new(),
            version: 1,
        };
        assert!(row.open_on(from) && row.open_on(until));
        assert!(!row.open_on(plus_days(from, -1)) && !row.open_on(plus_days(until, 1)));
        let endless = CollectionRow {
            until: None,
            ..row.clone()
        };
        assert!(endless.open_on(plus_days(until, 900)));
        let hidden = CollectionRow {
            published: false,
            ..row
        };
        assert!(!hidden.open_on(from));
    }
}
