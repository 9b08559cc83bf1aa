//! Reads published products with everything that cards, filters and words need: a constant number of queries for
//! each thousand products.

use super::{
    row::{Around, Maker, Row},
    words::Texts,
};
use crate::{
    app::App,
    catalogue::{Length, pack_prices, public_products, published_ids},
    certification::terms,
    http::Result,
    listings::on_shelf,
    papers::{VerifiedPapers, verified_papers},
    producers::producers,
    stock::available,
};
use anyhow::Context;
use futures_util::{StreamExt, stream};
use shared::{Date, OrganisationId, ProductId, Timestamp, listings::ShelfPlace};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Ids in one statement; databases take a limited number.
const AT_ONCE: usize = 500;

/// Pieces that are read side by side: one is waited for while the other is understood.
const SIDE_BY_SIDE: usize = 2;

/// Reads some products, or all.
pub(super) async fn load(
    app: &App,
    only: Option<&[ProductId]>,
    now: Timestamp,
    length: Length,
) -> Result<Vec<(Row, Texts)>> {
    let db = app.db.reader();
    let (ids, shelves) = match only {
        Some(ids) => {
            let mut shelves = HashMap::new();
            for ids in ids.chunks(AT_ONCE) {
                shelves.extend(on_shelf(db, Some(ids), now).await?);
            }
            (ids.to_vec(), shelves)
        }
        None => tokio::try_join!(published_ids(db), on_shelf(db, None, now))?,
    };
    let reading = Arc::new(Reading {
        app: app.clone(),
        shelves,
        makers: Mutex::default(),
        day: now.day(),
        length,
    });
    let pieces: Vec<Vec<ProductId>> = ids.chunks(AT_ONCE).map(<[ProductId]>::to_vec).collect();
    let mut pieces = stream::iter(pieces)
        .map(|ids| {
            let reading = Arc::clone(&reading);
            tokio::spawn(async move { reading.some(&ids).await })
        })
        .buffered(SIDE_BY_SIDE);
    let mut rows = Vec::with_capacity(ids.len());
    while let Some(piece) = pieces.next().await {
        rows.extend(piece.context("reading products")??);
    }
    Ok(rows)
}

/// What the pieces of one reading share.
struct Reading {
    app: App,
    shelves: HashMap<ProductId, Vec<ShelfPlace>>,
    makers: Mutex<HashMap<OrganisationId, Arc<Maker>>>,
    day: Date,
    length: Length,
}

impl Reading {
    fn makers(&self) -> MutexGuard<'_, HashMap<OrganisationId, Arc<Maker>>> {
        self.makers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn some(&self, ids: &[ProductId]) -> Result<Vec<(Row, Texts)>> {
        let (db, day) = (self.app.db.reader(), self.day);
        let products = public_products(db, ids, self.length).await?;
        if products.is_empty() {
            return Ok(Vec::new());
        }
        let mut makers: Vec<OrganisationId> = products.iter().map(|product| product.producer_id).collect();
        makers.sort_unstable();
        makers.dedup();
        let unknown: Vec<OrganisationId> = {
            let known = self.makers();
            makers
                .iter()
                .copied()
                .filter(|id| !known.contains_key(id))
                .collect()
        };
        let ids: Vec<ProductId> = products.iter().map(|product| product.id).collect();
        let stock = async {
            let packs = pack_prices(db, ids.iter().copied()).await?;
            let left = available(db, packs.iter().map(|pack| pack.id), day).await?;
            Ok((packs, left))
        };
        let (found, terms, (packs, left), papers) = tokio::try_join!(
            producers(db, &unknown),
            terms(db, &ids),
            stock,
            verified_papers(db, makers),
        )?;
        let mut makers = self.makers();
        for (id, producer) in &found {
            makers
                .entry(*id)
                .or_insert_with(|| Arc::new(Maker::from(producer)));
        }
        let none = VerifiedPapers::default();
        let mut rows = Vec::with_capacity(products.len());
        for product in products {
            let Some(maker) = makers.get(&product.producer_id) else {
                continue;
            };
            let from = packs.partition_point(|pack| pack.product_id < product.id);
            let to = packs.partition_point(|pack| pack.product_id <= product.id);
            let papers = papers.get(&product.producer_id).unwrap_or(&none);
            let around = Around {
                packs: packs.get(from..to).unwrap_or_default(),
                available: Some(&left),
                terms: terms.get(&product.id).map(Vec::as_slice).unwrap_or_default(),
                shelf: self
                    .shelves
                    .get(&product.id)
                    .map(Vec::as_slice)
                    .unwrap_or_default(),
                papers: &papers.claims,
                papers_until: papers.complete_until(product.id, &product.texts.group),
            };
            rows.push(Row::new(product, Arc::clone(maker), &around, day));
        }
        Ok(rows)
    }
}
