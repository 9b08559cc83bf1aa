//! Reads published products with everything that cards, filters and words need: a constant number of queries for
//! each thousand products.

use super::{
    row::{Around, Maker, Row, words_of},
    words::Texts,
};
use crate::{
    app::App,
    catalogue::{Length, PackPrice, PublicProduct, pack_prices, public_products, published_ids},
    certification::{Term, terms},
    http::Result,
    listings::on_shelf,
    papers::{VerifiedPapers, verified_papers},
    producers::producers,
    stock::{all_available, available},
};
use anyhow::Context;
use futures_util::{StreamExt, stream};
use sea_orm::ConnectionTrait;
use shared::{Date, OrganisationId, PackId, ProductId, Timestamp, listings::ShelfPlace};
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
    let (db, day) = (app.db.reader(), now.day());
    let (ids, shelves, goods) = if let Some(ids) = only {
        let mut shelves = HashMap::new();
        for ids in ids.chunks(AT_ONCE) {
            shelves.extend(on_shelf(db, Some(ids), now).await?);
        }
        (ids.to_vec(), shelves, None)
    } else {
        // Short rows of a whole table are walked through once: a search for each would take several times as long.
        let (ids, shelves, goods) = tokio::try_join!(
            published_ids(db),
            on_shelf(db, None, now),
            Goods::read(db, None, day)
        )?;
        (ids, shelves, Some(goods))
    };
    let reading = Arc::new(Reading {
        app: app.clone(),
        shelves,
        goods,
        makers: Mutex::default(),
        day,
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

/// What can be ordered, and the terms of stars.
struct Goods {
    /// In the order of products.
    packs: Vec<PackPrice>,
    left: HashMap<PackId, i64>,
    terms: HashMap<ProductId, Vec<Term>>,
}

impl Goods {
    /// Of some products, or of all.
    async fn read(db: &impl ConnectionTrait, only: Option<&[ProductId]>, day: Date) -> Result<Self> {
        let stock = async {
            if only.is_none() {
                return tokio::try_join!(pack_prices(db, None), all_available(db, day));
            }
            let packs = pack_prices(db, only).await?;
            let left = available(db, packs.iter().map(|pack| pack.id), day).await?;
            Ok((packs, left))
        };
        let ((packs, left), terms) = tokio::try_join!(stock, terms(db, only))?;
        Ok(Self { packs, left, terms })
    }

    fn packs_of(&self, product: ProductId) -> &[PackPrice] {
        let from = self.packs.partition_point(|pack| pack.product_id < product);
        let to = self.packs.partition_point(|pack| pack.product_id <= product);
        self.packs.get(from..to).unwrap_or_default()
    }
}

/// Producers, with their verified papers.
type Makers = HashMap<OrganisationId, (Arc<Maker>, VerifiedPapers)>;

/// What the pieces of one reading share.
struct Reading {
    app: App,
    shelves: HashMap<ProductId, Vec<ShelfPlace>>,
    /// Of all products; else each piece reads its own.
    goods: Option<Goods>,
    makers: Mutex<Makers>,
    day: Date,
    length: Length,
}

impl Reading {
    /// Those of the producers that no piece has read before are read.
    async fn know(&self, products: &[PublicProduct]) -> Result<()> {
        let mut unknown: Vec<OrganisationId> = products.iter().map(|product| product.producer_id).collect();
        unknown.sort_unstable();
        unknown.dedup();
        {
            let known = self.makers();
            unknown.retain(|id| !known.contains_key(id));
        }
        if unknown.is_empty() {
            return Ok(());
        }
        let db = self.app.db.reader();
        let (found, mut papers) = tokio::try_join!(
            producers(db, &unknown),
            verified_papers(db, unknown.iter().copied())
        )?;
        let mut makers = self.makers();
        for (id, producer) in &found {
            let papers = papers.remove(id).unwrap_or_default();
            makers.insert(*id, (Arc::new(Maker::from(producer)), papers));
        }
        Ok(())
    }

    fn makers(&self) -> MutexGuard<'_, Makers> {
        self.makers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn some(&self, ids: &[ProductId]) -> Result<Vec<(Row, Texts)>> {
        let (db, day) = (self.app.db.reader(), self.day);
        let products = public_products(db, ids, self.length).await?;
        if products.is_empty() {
            return Ok(Vec::new());
        }
        self.know(&products).await?;
        let own;
        let goods = if let Some(goods) = &self.goods {
            goods
        } else {
            own = Goods::read(db, Some(ids), day).await?;
            &own
        };
        let makers = self.makers();
        let rows = products.into_iter().filter_map(|product| {
            let (maker, papers) = makers.get(&product.producer_id)?;
            let around = Around {
                packs: goods.packs_of(product.id),
                available: &goods.left,
                terms: goods
                    .terms
                    .get(&product.id)
                    .map(Vec::as_slice)
                    .unwrap_or_default(),
                shelf: self
                    .shelves
                    .get(&product.id)
                    .map(Vec::as_slice)
                    .unwrap_or_default(),
                papers: &papers.claims,
                papers_until: papers.complete_until(product.id, &product.texts.group),
            };
            // Short texts lack most words.
            let words = match self.length {
                Length::Whole => words_of(&product.texts, maker),
                Length::Short => Texts::default(),
            };
            let row = Row::new(product, Arc::clone(maker), &around, day, words.mark());
            Some((row, words))
        });
        Ok(rows.collect())
    }
}
