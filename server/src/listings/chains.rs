//! Chains and stores: how they are read and shown.

use super::{
    contact,
    entity::{
        chains, listing_stores,
        stores::{self, Column},
    },
};
use crate::{
    http::{Error, Result},
    identity,
    province::{province, sort_key},
    vault::Vault,
};
use anyhow::anyhow;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use shared::{
    ChainId, FieldCode, StoreId,
    listings::{Chain, ChainRecord, Store, StoreRecord},
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
    let open = stores::Entity::find().filter(Column::ClosedAt.is_null());
    for store in open.all(db).await? {
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

/// A chain with everything that is known of it and its stores. Three queries.
pub(super) async fn record(
    db: &impl ConnectionTrait,
    vault: &Vault,
    row: chains::Model,
) -> Result<ChainRecord> {
    let names = identity::organisation_names(db, [row.organisation_id]).await?;
    let mut rows = stores::Entity::find()
        .filter(Column::ChainId.eq(row.id))
        .all(db)
        .await?;
    // Open ones first, each half in the order of the codes.
    rows.sort_by(|one, other| {
        (one.closed_at.is_some(), &one.code).cmp(&(other.closed_at.is_some(), &other.code))
    });
    Ok(ChainRecord {
        id: row.id,
        organisation_id: row.organisation_id,
        organisation_name: names.get(&row.organisation_id).cloned().unwrap_or_default(),
        counts_as_retail_chain: row.counts_as_retail_chain,
        contact: contact::open(vault, "chains", row.id, row.contact_sealed.as_deref())?,
        name: row.name,
        stores: store_records(db, vault, rows).await?,
        version: row.version,
    })
}

/// A store with everything that is known of it.
pub(super) async fn store_record(
    db: &impl ConnectionTrait,
    vault: &Vault,
    row: stores::Model,
) -> Result<StoreRecord> {
    store_records(db, vault, vec![row])
        .await?
        .pop()
        .ok_or_else(|| Error::Internal(anyhow!("a store without a view")))
}

async fn store_records(
    db: &impl ConnectionTrait,
    vault: &Vault,
    rows: Vec<stores::Model>,
) -> Result<Vec<StoreRecord>> {
    let places: Vec<StoreId> = listing_stores::Entity::find()
        .select_only()
        .column(listing_stores::Column::StoreId)
        .filter(listing_stores::Column::StoreId.is_in(rows.iter().map(|row| row.id)))
        .filter(listing_stores::Column::RemovedAt.is_null())
        .into_tuple()
        .all(db)
        .await?;
    let mut counts: HashMap<StoreId, i64> = HashMap::new();
    for store in places {
        *counts.entry(store).or_default() += 1;
    }
    rows.into_iter()
        .map(|row| {
            Ok(StoreRecord {
                id: row.id,
                chain_id: row.chain_id,
                contact: contact::open(vault, "stores", row.id, row.contact_sealed.as_deref())?,
                code: row.code,
                name: row.name,
                address: row.address,
                commune: province().commune_or_code(&row.commune_code),
                gln: row.gln,
                listings: counts.get(&row.id).copied().unwrap_or_default(),
                closed_at: row.closed_at,
                version: row.version,
            })
        })
        .collect()
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
        .filter(Column::ClosedAt.is_null())
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
