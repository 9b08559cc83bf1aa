//! What chains, stores and listings are called, or are of: one query each.

use super::entity::{chains, listings, stores};
use crate::http::Result;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{ChainId, ListingId, ProductId, StoreId};
use std::collections::HashMap;

/// The names of chains.
pub(crate) async fn chain_names(
    db: &impl ConnectionTrait,
    ids: Vec<ChainId>,
) -> Result<HashMap<ChainId, String>> {
    let rows = chains::Entity::find()
        .filter(chains::Column::Id.is_in(ids))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The names of stores, with their chains.
pub(crate) async fn store_names(
    db: &impl ConnectionTrait,
    ids: Vec<StoreId>,
) -> Result<HashMap<StoreId, (String, ChainId)>> {
    let rows = stores::Entity::find()
        .filter(stores::Column::Id.is_in(ids))
        .all(db)
        .await?;
    let named = rows.into_iter().map(|row| (row.id, (row.name, row.chain_id)));
    Ok(named.collect())
}

/// Which product is, or was, to stand in which chain.
pub(crate) async fn listed(
    db: &impl ConnectionTrait,
    ids: Vec<ListingId>,
) -> Result<HashMap<ListingId, (ProductId, ChainId)>> {
    let rows = listings::Entity::find()
        .filter(listings::Column::Id.is_in(ids))
        .all(db)
        .await?;
    let of = rows
        .into_iter()
        .map(|row| (row.id, (row.product_id, row.chain_id)));
    Ok(of.collect())
}
