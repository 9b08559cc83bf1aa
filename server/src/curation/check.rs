//! Features and collections that cannot be shown: the last line of defence, for the operator and for tests.

use super::entity::{collection_products, collections, features};
use crate::{
    db::{Invariant, Pages},
    http::Result,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{CollectionId, curation::SLOTS};
use std::collections::HashMap;

pub(crate) async fn check(db: &impl ConnectionTrait) -> Result<Vec<Invariant>> {
    let mut slots = Invariant::new("a slot has one product at a time, and a product one slot");
    let filled = features::Entity::find()
        .order_by_asc(features::Column::Slot)
        .order_by_asc(features::Column::FromOn)
        .all(db)
        .await?;
    for row in &filled {
        let alone = filled.iter().all(|other| {
            let same = other.slot == row.slot || other.product_id == row.product_id;
            let apart = other.until_on < row.from_on || row.until_on < other.from_on;
            other == row || !same || apart
        });
        let right = alone && (1..=i16::from(SLOTS)).contains(&row.slot) && row.from_on <= row.until_on;
        slots.hold(right, || {
            format!(
                "slot {}: product {} from {} until {}",
                row.slot, row.product_id, row.from_on, row.until_on
            )
        });
    }
    Ok(vec![slots, places(db).await?])
}

async fn places(db: &impl ConnectionTrait) -> Result<Invariant> {
    let mut places = Invariant::new("the products of a collection stand one behind the other");
    let mut pages = Pages::of(collections::Entity::find(), collections::Column::Id);
    while let Some(rows) = pages.next(db).await? {
        let mut taken: HashMap<CollectionId, Vec<i16>> = HashMap::new();
        let of_page = collection_products::Entity::find()
            .filter(collection_products::Column::CollectionId.is_in(rows.iter().map(|row| row.id)))
            .order_by_asc(collection_products::Column::Place);
        for row in of_page.all(db).await? {
            taken.entry(row.collection_id).or_default().push(row.place);
        }
        for row in rows {
            let taken = taken.remove(&row.id).unwrap_or_default();
            let right = taken.iter().copied().eq((1..).take(taken.len()))
                && row.until_on.is_none_or(|until| row.from_on <= until);
            places.hold(right, || {
                format!(
                    "collection {}: from {} until {:?}, places {taken:?}",
                    row.slug, row.from_on, row.until_on
                )
            });
        }
    }
    Ok(places)
}
