//! Lists the valid four- and five-star products that are on no shelf today, with what stands in the way.

use super::{
    entity::{chains, listing_stores, listings},
    gaps::{self, Tried},
    get_coverage::named,
    history::History,
};
use crate::{
    catalogue,
    http::{Cx, Error, Received, Reply, Result},
    papers::papers_states,
    producers,
};
use anyhow::anyhow;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    ChainId, ListingId, Page, ProductId,
    listings::{CoverageGap, ListCoverageGaps},
    producers::ProducerRef,
};
use std::collections::HashMap;

pub(crate) async fn list_coverage_gaps(
    cx: Cx,
    _: Received<ListCoverageGaps>,
) -> Result<Reply<ListCoverageGaps>> {
    let (db, today) = (cx.reader(), cx.today());
    let (_, figures) = History::read(db, today, today).await?.on(today);
    let ids: Vec<ProductId> = figures.missing.iter().map(|missing| missing.product_id).collect();
    let products = catalogue::products(db, &ids).await?;
    let makers = producers::producers(db, figures.missing.iter().map(|missing| missing.producer_id)).await?;
    let mut tried = tried(&cx, ids).await?;
    let mut papers = papers_states(db, products.values(), today).await?;
    let items = figures
        .missing
        .into_iter()
        .map(|missing| {
            let (product, maker) = products
                .get(&missing.product_id)
                .zip(makers.get(&missing.producer_id))
                .ok_or_else(|| Error::Internal(anyhow!("a certificate is of nobody's product")))?;
            let missing_papers = papers.remove(&product.id).map(|state| state.missing);
            let missing_papers = missing_papers.unwrap_or_default();
            let tried = tried.remove(&product.id).unwrap_or_default();
            let (obstacle, furthest) = gaps::obstacle(tried, missing_papers.is_empty());
            let (listing, chain, since) = match furthest {
                Some(tried) => (Some(tried.listing), Some(tried.chain), tried.since),
                None => (None, None, None),
            };
            Ok(CoverageGap {
                product: named(product),
                producer: ProducerRef {
                    id: maker.id,
                    slug: maker.slug.clone(),
                    name: maker.name.clone(),
                    name_en: maker.name_en.clone(),
                },
                commune: maker.commune.clone(),
                stars: missing.stars,
                expires_on: missing.expires_on,
                obstacle,
                listing_id: listing.as_ref().map(|row| row.id),
                chain: chain.map(|chain| chain.name),
                since,
                reason_code: listing.as_ref().and_then(|row| row.reason_code),
                reason: listing.and_then(|row| row.reason),
                missing_papers,
            })
        })
        .collect::<Result<_>>()?;
    Reply::read(&Page::whole(items))
}

/// Every listing of the products, with its chain and what its stores have confirmed. Three queries.
async fn tried(cx: &Cx, ids: Vec<ProductId>) -> Result<HashMap<ProductId, Vec<Tried>>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let db = cx.reader();
    let rows = listings::Entity::find()
        .filter(listings::Column::ProductId.is_in(ids))
        .all(db)
        .await?;
    let mut places: HashMap<ListingId, Vec<listing_stores::Model>> = HashMap::new();
    let standing = listing_stores::Entity::find()
        .filter(listing_stores::Column::ListingId.is_in(rows.iter().map(|row| row.id)))
        .filter(listing_stores::Column::RemovedAt.is_null())
        .all(db)
        .await?;
    for place in standing {
        places.entry(place.listing_id).or_default().push(place);
    }
    let chains: HashMap<ChainId, chains::Model> = chains::Entity::find()
        .all(db)
        .await?
        .into_iter()
        .map(|chain| (chain.id, chain))
        .collect();
    let mut tried: HashMap<ProductId, Vec<Tried>> = HashMap::new();
    for listing in rows {
        let Some(chain) = chains.get(&listing.chain_id).cloned() else {
            continue;
        };
        let places = places.remove(&listing.id).unwrap_or_default();
        let of_product = tried.entry(listing.product_id).or_default();
        of_product.push(Tried::new(listing, chain, &places));
    }
    Ok(tried)
}
