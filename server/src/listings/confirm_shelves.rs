//! Confirms many shelves at once: what somebody who has walked through the store ticks on one page.

use super::{
    confirm_listing::confirm,
    entity::{chains, listing_stores, listings},
    policy,
    step::{self, Step, Why},
    view,
};
use crate::{
    auth::Member,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    ChainId, Code, Endpoint, FieldCode, ListingId, Page, StoreId,
    listings::{ConfirmShelves, Listing, ShelfConfirm},
};
use std::collections::{BTreeMap, HashMap, HashSet};

pub(super) async fn confirm_shelves(
    cx: Cx,
    received: Received<ConfirmShelves>,
) -> Result<Reply<ConfirmShelves>> {
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    let places = &received.body.places;
    let found = own(&tx, member, places.iter().map(|place| place.listing_id)).await?;
    refuse_unknown(&tx, &found, places).await?;
    // In the order of their ids, so that two who confirm at once wait for each other in one order.
    let mut stores: BTreeMap<ListingId, HashSet<StoreId>> = BTreeMap::new();
    for place in places {
        stores.entry(place.listing_id).or_default().insert(place.store_id);
    }
    let mut rows = Vec::with_capacity(stores.len());
    for (id, stores) in stores {
        let Some((listing, chain)) = found.get(&id) else {
            continue;
        };
        let allowed = policy::may_run(member, chain)?;
        let listing = step::take(&mut tx, allowed, listing.clone(), Step::Confirm, Why::default()).await?;
        let stores: Vec<StoreId> = stores.into_iter().collect();
        confirm(&tx, &listing, Some(&stores), member.user_id).await?;
        tx.changed(listing.product_id);
        rows.push(listing);
    }
    finish(tx, &cx, rows).await
}

/// Answers with the listings of which something was said.
pub(super) async fn finish<E>(tx: Tx, cx: &Cx, rows: Vec<listings::Model>) -> Result<Reply<E>>
where
    E: Endpoint<Response = Page<Listing>>,
{
    let member = cx.member()?;
    let view = Page::whole(view::views(&*tx, member, rows, cx.today()).await?);
    tx.finish("shelves", member.organisation_id, &view, None).await
}

pub(super) type Found = HashMap<ListingId, (listings::Model, chains::Model)>;

/// Those of the listings that are of the member's own chains.
pub(super) async fn own(tx: &Tx, member: &Member, ids: impl IntoIterator<Item = ListingId>) -> Result<Found> {
    let chains: HashMap<ChainId, chains::Model> = chains::Entity::find()
        .filter(chains::Column::OrganisationId.eq(member.organisation_id))
        .all(&**tx)
        .await?
        .into_iter()
        .map(|chain| (chain.id, chain))
        .collect();
    let ids: HashSet<ListingId> = ids.into_iter().collect();
    let rows = listings::Entity::find()
        .filter(listings::Column::Id.is_in(ids))
        .all(&**tx)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let chain = chains.get(&row.chain_id)?.clone();
            Some((row.id, (row, chain)))
        })
        .collect())
}

/// Names every place that is none: another organisation's listing, or a store where the product does not stand.
async fn refuse_unknown(tx: &Tx, found: &Found, places: &[ShelfConfirm]) -> Result<()> {
    let held: HashSet<(ListingId, StoreId)> = listing_stores::Entity::find()
        .filter(listing_stores::Column::ListingId.is_in(found.keys().copied()))
        .filter(listing_stores::Column::RemovedAt.is_null())
        .all(&**tx)
        .await?
        .into_iter()
        .map(|place| (place.listing_id, place.store_id))
        .collect();
    let unknown = places.iter().enumerate().filter_map(|(index, place)| {
        if !found.contains_key(&place.listing_id) {
            Some(format!("places[{index}].listing_id"))
        } else if !held.contains(&(place.listing_id, place.store_id)) {
            Some(format!("places[{index}].store_id"))
        } else {
            None
        }
    });
    let mut refusal = None;
    for field in unknown {
        let so_far = refusal.unwrap_or_else(|| Error::refuse(Code::ValidationFailed));
        refusal = Some(so_far.with_field(field, FieldCode::Unknown, None));
    }
    refusal.map_or(Ok(()), Err)
}
