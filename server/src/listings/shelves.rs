//! What stands where, for whoever wants to go and buy: every chain's stores, also of chains that do not count for
//! coverage.

use super::{
    chains,
    entity::{listing_stores, listings},
    shelf::counts_from,
};
use crate::http::Result;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use shared::{
    ChainId, Date, ListingId, ProductId, StoreId, Timestamp,
    listings::{ListingStatus, Store},
};
use std::collections::HashMap;

/// A store with what it confirmed on its shelves.
#[derive(Clone, Debug)]
pub(crate) struct Shelf {
    pub(crate) chain_id: ChainId,
    pub(crate) chain: String,
    pub(crate) counts_as_retail_chain: bool,
    pub(crate) store: Store,
    /// With the day of the last confirmation.
    pub(crate) products: Vec<(ProductId, Date)>,
}

/// Every store with something on a shelf confirmed within the last 90 days, by chain and code. Four queries.
pub(crate) async fn shelves(db: &impl ConnectionTrait, at: Timestamp) -> Result<Vec<Shelf>> {
    let rows: Vec<(ListingId, StoreId, Timestamp)> = listing_stores::Entity::find()
        .select_only()
        .column(listing_stores::Column::ListingId)
        .column(listing_stores::Column::StoreId)
        .column(listing_stores::Column::ConfirmedAt)
        .filter(listing_stores::Column::RemovedAt.is_null())
        .filter(listing_stores::Column::ConfirmedAt.gte(counts_from(at.day())))
        .filter(listing_stores::Column::ConfirmedAt.lte(at))
        .into_tuple()
        .all(db)
        .await?;
    let products: Vec<(ListingId, ProductId)> = listings::Entity::find()
        .select_only()
        .column(listings::Column::Id)
        .column(listings::Column::ProductId)
        .filter(listings::Column::Status.eq(ListingStatus::OnShelf))
        .into_tuple()
        .all(db)
        .await?;
    let products: HashMap<ListingId, ProductId> = products.into_iter().collect();
    let mut of_store: HashMap<StoreId, Vec<(ProductId, Date)>> = HashMap::new();
    for (listing, store, confirmed_at) in rows {
        if let Some(product) = products.get(&listing) {
            of_store
                .entry(store)
                .or_default()
                .push((*product, confirmed_at.day()));
        }
    }
    let mut shelves = Vec::new();
    for chain in chains::all(db).await? {
        for store in chain.stores {
            if let Some(products) = of_store.remove(&store.id) {
                shelves.push(Shelf {
                    chain_id: chain.id,
                    chain: chain.name.clone(),
                    counts_as_retail_chain: chain.counts_as_retail_chain,
                    store,
                    products,
                });
            }
        }
    }
    Ok(shelves)
}
