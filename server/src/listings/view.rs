//! From rows to views.

use super::{
    entity::{chains, listing_stores, listings::Model, stores},
    policy,
    shelf::counts_from,
    step,
};
use crate::{
    auth::Member,
    catalogue, certification,
    http::{Error, Result},
    papers::papers_states,
    producers,
};
use anyhow::anyhow;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    Date, ListingId, Money, StoreId,
    listings::{CONFIRMED_DAYS, Listing, ListingStatus, ListingStore, Offer, RemovedStore},
    time::plus_days,
};
use std::collections::HashMap;

/// The stores a producer had in mind, as they are stored.
pub(super) fn written(stores: &[StoreId]) -> String {
    let ids: Vec<String> = stores.iter().map(ToString::to_string).collect();
    ids.join(" ")
}

fn read(stores: &str) -> Vec<StoreId> {
    stores
        .split_ascii_whitespace()
        .filter_map(|id| id.parse().ok())
        .collect()
}

/// The day by which a shelf must be confirmed again, so that every store that ever confirmed goes on counting.
fn confirm_by(stores: &[ListingStore]) -> Option<Date> {
    stores.iter().filter_map(|store| store.confirm_by).min()
}

/// One listing, as the member sees it.
pub(super) async fn one(
    db: &impl ConnectionTrait,
    member: &Member,
    row: Model,
    today: Date,
) -> Result<Listing> {
    views(db, member, vec![row], today)
        .await?
        .pop()
        .ok_or_else(|| Error::Internal(anyhow!("a listing without a view")))
}

/// Views in the order of the rows, with the same eight queries however many they are.
pub(super) async fn views(
    db: &impl ConnectionTrait,
    member: &Member,
    rows: Vec<Model>,
    today: Date,
) -> Result<Vec<Listing>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let product_ids = || rows.iter().map(|row| row.product_id);
    let products = catalogue::products(db, product_ids()).await?;
    let producers = producers::producer_refs(db, rows.iter().map(|row| row.producer_id)).await?;
    let certificates = certification::valid_certificates(db, product_ids(), today).await?;
    let chains: HashMap<_, chains::Model> = chains::Entity::find()
        .filter(chains::Column::Id.is_in(rows.iter().map(|row| row.chain_id)))
        .all(db)
        .await?
        .into_iter()
        .map(|chain| (chain.id, chain))
        .collect();
    let packs = catalogue::packs(db, rows.iter().filter_map(|row| row.pack_id)).await?;
    let mut shelves = shelves(db, &rows, today).await?;
    let papers = papers_states(db, products.values(), today).await?;
    rows.into_iter()
        .map(|row| {
            let (((product, producer), chain), papers) = products
                .get(&row.product_id)
                .zip(producers.get(&row.producer_id))
                .zip(chains.get(&row.chain_id))
                .zip(papers.get(&row.product_id))
                .ok_or_else(|| Error::Internal(anyhow!("listing {} names nothing", row.id)))?;
            let pack = row.pack_id.and_then(|id| packs.get(&id));
            let (stores, removed_stores) = shelves.remove(&row.id).unwrap_or_default();
            let certificate = certificates.get(&row.product_id);
            Ok(Listing {
                id: row.id,
                product_id: row.product_id,
                product_name: product.name.clone(),
                product_name_en: product.name_en.clone(),
                product_slug: product.slug.clone(),
                stars: certificate.map(|certificate| certificate.stars),
                stars_until: certificate.map(|certificate| certificate.expires_on),
                papers: papers.clone(),
                producer: producer.clone(),
                chain_id: row.chain_id,
                chain_name: chain.name.clone(),
                status: row.status,
                note: row.note,
                offer: Offer {
                    pack_id: row.pack_id,
                    pack_label: pack.map(|pack| pack.label.clone()),
                    pack_label_en: pack.and_then(|pack| pack.label_en.clone()),
                    weekly_cases: row.weekly_cases,
                    unit_price: row.unit_price.map(Money::vnd),
                    starts_on: row.starts_on,
                },
                wanted_stores: read(&row.wanted_stores),
                reason_code: row.reason_code,
                reason: row.reason,
                confirm_by: confirm_by(&stores),
                overdue: row.status == ListingStatus::OnShelf && stores.iter().any(|store| store.overdue),
                stores,
                removed_stores,
                pitched_at: row.pitched_at,
                answered_at: row.answered_at,
                actions: if policy::runs(member, chain) {
                    let all = step::actions(row.status).into_iter();
                    all.filter(|action| policy::may_take(member, *action)).collect()
                } else {
                    Vec::new()
                },
                version: row.version,
            })
        })
        .collect()
}

/// Where a listing stands now, and where it no longer does.
type Shelves = (Vec<ListingStore>, Vec<RemovedStore>);

/// The stores where each listing stands now, in the order of their codes, and those that took it off, the latest first.
async fn shelves(
    db: &impl ConnectionTrait,
    rows: &[Model],
    today: Date,
) -> Result<HashMap<ListingId, Shelves>> {
    let counts_from = counts_from(today);
    let places = listing_stores::Entity::find()
        .filter(listing_stores::Column::ListingId.is_in(rows.iter().map(|row| row.id)))
        .all(db)
        .await?;
    let stores = stores::Entity::find()
        .filter(stores::Column::Id.is_in(places.iter().map(|place| place.store_id)))
        .order_by_asc(stores::Column::Code)
        .all(db)
        .await?;
    let mut of_store: HashMap<StoreId, Vec<listing_stores::Model>> = HashMap::new();
    for place in places {
        of_store.entry(place.store_id).or_default().push(place);
    }
    let mut shelves: HashMap<ListingId, Shelves> = HashMap::new();
    for store in stores {
        for place in of_store.remove(&store.id).unwrap_or_default() {
            let (standing, removed) = shelves.entry(place.listing_id).or_default();
            match place.removed_at {
                None => standing.push(ListingStore {
                    id: store.id,
                    name: store.name.clone(),
                    shelved_at: place.shelved_at,
                    confirmed_at: place.confirmed_at,
                    confirm_by: place.confirmed_at.map(|at| plus_days(at.day(), CONFIRMED_DAYS)),
                    overdue: place.confirmed_at.is_none_or(|at| at < counts_from),
                }),
                Some(removed_at) => removed.push(RemovedStore {
                    id: store.id,
                    name: store.name.clone(),
                    removed_at,
                    reason_code: place.reason_code,
                    reason: place.reason,
                }),
            }
        }
    }
    for (_, removed) in shelves.values_mut() {
        removed.sort_by_key(|store| std::cmp::Reverse(store.removed_at));
    }
    Ok(shelves)
}

#[cfg(test)]
mod tests {
    use super::{confirm_by, read, written};
    use shared::{StoreId, Timestamp, listings::ListingStore};
    use time::macros::date;

    #[test]
    fn wanted_stores_are_read_as_they_were_written() {
        let stores = [StoreId::EXAMPLE, StoreId(uuid::Uuid::from_u128(7))];
        assert_eq!(read(&written(&stores)), stores);
        assert_eq!(read(&written(&[])), []);
    }

    #[test]
    fn the_oldest_confirmation_says_by_when_to_confirm_again() {
        let store = |confirm_by| ListingStore {
            id: StoreId::EXAMPLE,
            name: "Ví Dụ".into(),
            shelved_at: Timestamp(0),
            confirmed_at: None,
            confirm_by,
            overdue: false,
        };
        assert_eq!(confirm_by(&[store(None)]), None);
        let (old, new) = (date!(2026 - 11 - 30), date!(2027 - 01 - 30));
        let stores = [store(None), store(Some(new)), store(Some(old))];
        assert_eq!(confirm_by(&stores), Some(date!(2026 - 11 - 30)));
    }
}
