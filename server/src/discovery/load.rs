//! Reads published products with everything that cards, filters and words need: a constant number of queries for
//! each thousand products.

use super::{
    row::{Around, Maker, Row},
    words::Texts,
};
use crate::{
    app::App,
    catalogue::{PublicProduct, packs_of, public_products},
    certification::terms,
    http::Result,
    listings::on_shelf,
    papers::{VerifiedPapers, verified_papers},
    producers::producers,
    stock::available,
};
use shared::{Date, OrganisationId, PackId, ProductId, Timestamp, listings::ShelfPlace};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Ids in one statement; databases take a limited number.
const AT_ONCE: usize = 1_000;

/// Reads some products, or all.
pub(super) async fn load(app: &App, only: Option<&[ProductId]>, now: Timestamp) -> Result<Vec<(Row, Texts)>> {
    let db = app.db.reader();
    let (products, shelves) = match only {
        Some(ids) => {
            let mut products = Vec::new();
            let mut shelves = HashMap::new();
            for ids in ids.chunks(AT_ONCE) {
                products.extend(public_products(db, Some(ids)).await?);
                shelves.extend(on_shelf(db, Some(ids), now).await?);
            }
            (products, shelves)
        }
        None => tokio::try_join!(public_products(db, None), on_shelf(db, None, now))?,
    };
    let mut makers = HashMap::new();
    let mut rows = Vec::with_capacity(products.len());
    let mut rest = products.into_iter();
    loop {
        let some: Vec<PublicProduct> = rest.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            return Ok(rows);
        }
        load_some(app, some, &shelves, &mut makers, now.day(), &mut rows).await?;
    }
}

async fn load_some(
    app: &App,
    products: Vec<PublicProduct>,
    shelves: &HashMap<ProductId, Vec<ShelfPlace>>,
    makers: &mut HashMap<OrganisationId, Arc<Maker>>,
    day: Date,
    rows: &mut Vec<(Row, Texts)>,
) -> Result<()> {
    let db = app.db.reader();
    let ids: Vec<ProductId> = products.iter().map(|product| product.id).collect();
    let unknown: HashSet<OrganisationId> = products
        .iter()
        .map(|product| product.producer_id)
        .filter(|id| !makers.contains_key(id))
        .collect();
    let unknown: Vec<OrganisationId> = unknown.into_iter().collect();
    let stock = async {
        let packs = packs_of(db, &ids).await?;
        let active: Vec<PackId> = packs
            .iter()
            .filter(|pack| pack.active)
            .map(|pack| pack.id)
            .collect();
        let mut left = HashMap::new();
        for some in active.chunks(AT_ONCE) {
            left.extend(available(db, some, day).await?);
        }
        Ok((packs, left))
    };
    let mut of_producers: Vec<OrganisationId> = products.iter().map(|product| product.producer_id).collect();
    of_producers.sort_unstable();
    of_producers.dedup();
    let (found, terms, (mut packs, left), papers) = tokio::try_join!(
        producers(db, &unknown),
        terms(db, &ids),
        stock,
        verified_papers(db, of_producers),
    )?;
    makers.extend(
        found
            .iter()
            .map(|(id, producer)| (*id, Arc::new(Maker::from(producer)))),
    );
    packs.sort_by_key(|pack| pack.product_id);
    let none = VerifiedPapers::default();
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
            shelf: shelves.get(&product.id).map(Vec::as_slice).unwrap_or_default(),
            papers: &papers.claims,
            papers_until: papers.complete_until(product.id, &product.texts.group),
        };
        rows.push(Row::new(product, Arc::clone(maker), &around, day));
    }
    Ok(())
}
