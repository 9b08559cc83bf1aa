//! Listings and shelves that contradict themselves: the last line of defence, for the operator and for tests.

use super::{
    entity::{chain_periods, chains, listing_stores, listings, shelf_confirmations},
    step::{open, open_key},
};
use crate::{
    db::{Invariant, Pages},
    http::Result,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{ChainId, ListingId, StoreId, Timestamp, listings::ListingStatus};
use std::collections::{HashMap, HashSet};

pub(crate) async fn check(db: &impl ConnectionTrait) -> Result<Vec<Invariant>> {
    let mut found = of_listings(db).await?;
    found.push(of_chains(db).await?);
    Ok(found)
}

async fn of_listings(db: &impl ConnectionTrait) -> Result<Vec<Invariant>> {
    let mut keys =
        Invariant::new("a listing keeps its product's place at the chain while it is open, and not after");
    let mut shelves = Invariant::new("a product stands on shelves while its listing says so, and not after");
    let mut history = Invariant::new("the newest confirmation of a shelf stands in its history");
    let mut pages = Pages::of(listings::Entity::find(), listings::Column::Id);
    while let Some(rows) = pages.next(db).await? {
        let ids: Vec<ListingId> = rows.iter().map(|row| row.id).collect();
        let mut places: HashMap<ListingId, Vec<listing_stores::Model>> = HashMap::new();
        let of_page = listing_stores::Entity::find()
            .filter(listing_stores::Column::ListingId.is_in(ids.iter().copied()));
        for place in of_page.all(db).await? {
            places.entry(place.listing_id).or_default().push(place);
        }
        let confirmed: HashSet<(ListingId, StoreId, Timestamp)> = shelf_confirmations::Entity::find()
            .filter(shelf_confirmations::Column::ListingId.is_in(ids))
            .all(db)
            .await?
            .into_iter()
            .map(|row| (row.listing_id, row.store_id, row.confirmed_at))
            .collect();
        for row in rows {
            let key = open(row.status).then(|| open_key(row.product_id, row.chain_id));
            keys.hold(row.open_key == key, || {
                format!(
                    "listing {}, {}: its key is {:?}",
                    row.id, row.status, row.open_key
                )
            });
            let places = places.remove(&row.id).unwrap_or_default();
            let standing = places.iter().filter(|place| place.removed_at.is_none()).count();
            let right = row.status == ListingStatus::OnShelf || standing == 0;
            shelves.hold(right, || {
                format!(
                    "listing {}, {}: it stands in {standing} stores",
                    row.id, row.status
                )
            });
            for place in places {
                let known = place
                    .confirmed_at
                    .is_none_or(|at| confirmed.contains(&(place.listing_id, place.store_id, at)));
                history.hold(known, || {
                    format!(
                        "listing {}, store {}: confirmed {:?}, which its history does not know",
                        place.listing_id, place.store_id, place.confirmed_at
                    )
                });
            }
        }
    }
    Ok(vec![keys, shelves, history])
}

async fn of_chains(db: &impl ConnectionTrait) -> Result<Invariant> {
    let mut periods = Invariant::new("a chain counts while its period lasts");
    let mut pages = Pages::of(chains::Entity::find(), chains::Column::Id);
    while let Some(rows) = pages.next(db).await? {
        let lasting: Vec<ChainId> = chain_periods::Entity::find()
            .filter(chain_periods::Column::ChainId.is_in(rows.iter().map(|row| row.id)))
            .filter(chain_periods::Column::UntilAt.is_null())
            .all(db)
            .await?
            .into_iter()
            .map(|row| row.chain_id)
            .collect();
        for row in rows {
            let lasting = lasting.iter().filter(|id| **id == row.id).count();
            periods.hold(lasting == usize::from(row.counts_as_retail_chain), || {
                format!(
                    "chain {}: counts {}, {lasting} periods last",
                    row.name, row.counts_as_retail_chain
                )
            });
        }
    }
    Ok(periods)
}
