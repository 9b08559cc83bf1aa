//! Chains and stores: how they are read and shown.

use super::entity::{
    chains,
    stores::{self, Column},
};
use crate::{
    http::{Error, Result},
    province::{province, sort_key},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{
    ChainId, FieldCode, StoreId,
    listings::{Chain, Store},
};
use std::collections::{HashMap, HashSet};

impl From<stores::Model> for Store {
    fn from(row: stores::Model) -> Self {
        Self {
            id: row.id,
            code: row.code,
            name: row.name,
            address: row.address,
            commune: province().commune_or_code(&row.commune_code),
            gln: row.gln,
        }
    }
}

/// A chain with its stores, these in the order of their codes.
pub(super) fn chain_view(row: chains::Model, mut stores: Vec<stores::Model>) -> Chain {
    stores.sort_by(|one, other| one.code.cmp(&other.code));
    Chain {
        id: row.id,
        name: row.name,
        organisation_id: row.organisation_id,
        counts_as_retail_chain: row.counts_as_retail_chain,
        stores: stores.into_iter().map(Into::into).collect(),
    }
}

/// Every chain with its stores, in Vietnamese order, with two queries.
pub(super) async fn all(db: &impl ConnectionTrait) -> Result<Vec<Chain>> {
    let mut chains = chains::Entity::find().all(db).await?;
    chains.sort_by_cached_key(|chain| sort_key(&chain.name));
    let mut of_chain: HashMap<ChainId, Vec<stores::Model>> = HashMap::new();
    for store in stores::Entity::find().all(db).await? {
        of_chain.entry(store.chain_id).or_default().push(store);
    }
    Ok(chains
        .into_iter()
        .map(|chain| {
            let stores = of_chain.remove(&chain.id).unwrap_or_default();
            chain_view(chain, stores)
        })
        .collect())
}

/// Refuses stores that are not the chain's, each by its place in the list.
pub(super) async fn expect_stores(
    db: &impl ConnectionTrait,
    chain: ChainId,
    wanted: &[StoreId],
) -> Result<()> {
    if wanted.is_empty() {
        return Ok(());
    }
    let rows = stores::Entity::find()
        .filter(Column::ChainId.eq(chain))
        .filter(Column::Id.is_in(wanted.iter().copied()))
        .all(db)
        .await?;
    expect_known(wanted, &rows.into_iter().map(|store| store.id).collect())
}

/// Refuses stores that are none of the known ones.
pub(super) fn expect_known(wanted: &[StoreId], known: &HashSet<StoreId>) -> Result<()> {
    let unknown: Vec<usize> = wanted
        .iter()
        .enumerate()
        .filter(|(_, store)| !known.contains(store))
        .map(|(index, _)| index)
        .collect();
    if unknown.is_empty() {
        return Ok(());
    }
    Err(unknown
        .into_iter()
        .fold(Error::refuse(shared::Code::ValidationFailed), |error, index| {
            error.with_field(format!("store_ids[{index}]"), FieldCode::Unknown, None)
        }))
}
