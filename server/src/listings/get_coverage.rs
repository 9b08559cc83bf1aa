//! Tells how many valid four- and five-star products are on a chain's shelf, as of any day until today.

use super::{
    coverage::{ByStars, Figures},
    history::History,
};
use crate::{
    catalogue::{self, ProductRow},
    http::{Cx, Error, Received, Reply, Result},
    producers,
    province::{province, sort_key},
};
use anyhow::anyhow;
use shared::{
    FieldCode, OrganisationId,
    listings::{CommuneCoverage, Coverage, GetCoverage, MissingProduct, ProductRef, ValidCounts},
    producers::{Producer, ProducerRef},
};
use std::collections::{BTreeMap, HashMap};

pub(crate) async fn get_coverage(cx: Cx, received: Received<GetCoverage>) -> Result<Reply<GetCoverage>> {
    let on = received.query.on.unwrap_or_else(|| cx.today());
    if on > cx.today() {
        return Err(Error::field("on", FieldCode::InFuture));
    }
    let db = cx.reader();
    let (counts, figures) = History::read(db, on, on).await?.on(on);
    let products = catalogue::products(
        db,
        figures.missing.iter().map(|certificate| certificate.product_id),
    )
    .await?;
    let due = figures.shelved.iter().chain(&figures.missing);
    let producers = producers::producers(db, due.map(|certificate| certificate.producer_id)).await?;
    let communes = by_commune(&figures, &producers);
    let missing = figures
        .missing
        .into_iter()
        .map(|certificate| {
            let (product, producer) = products
                .get(&certificate.product_id)
                .zip(producers.get(&certificate.producer_id))
                .ok_or_else(|| Error::Internal(anyhow!("a certificate is of nobody's product")))?;
            Ok(MissingProduct {
                product: named(product),
                producer: ProducerRef {
                    id: producer.id,
                    slug: producer.slug.clone(),
                    name: producer.name.clone(),
                    name_en: producer.name_en.clone(),
                },
                stars: certificate.stars,
                expires_on: certificate.expires_on,
            })
        })
        .collect::<Result<_>>()?;
    Ok(Reply::read(&Coverage {
        on,
        total: figures.total,
        listed: figures.listed,
        percent: figures.percent,
        missing,
        valid: counted(counts),
        communes,
    })?
    .shared())
}

/// The figures of each commune that has any, most products first.
fn by_commune(figures: &Figures, producers: &HashMap<OrganisationId, Producer>) -> Vec<CommuneCoverage> {
    let mut communes: BTreeMap<&str, CommuneCoverage> = BTreeMap::new();
    let shelved = figures.shelved.iter().map(|certificate| (certificate, 1));
    let missing = figures.missing.iter().map(|certificate| (certificate, 0));
    for (certificate, listed) in shelved.chain(missing) {
        let Some(producer) = producers.get(&certificate.producer_id) else {
            continue;
        };
        let commune = communes
            .entry(&producer.commune.code)
            .or_insert_with(|| CommuneCoverage {
                commune: producer.commune.clone(),
                total: 0,
                listed: 0,
            });
        commune.total += 1;
        commune.listed += listed;
    }
    let mut communes: Vec<CommuneCoverage> = communes.into_values().collect();
    communes.sort_by_cached_key(|one| (std::cmp::Reverse(one.total), sort_key(&one.commune.name)));
    communes
}

/// A product by name.
pub(super) fn named(product: &ProductRow) -> ProductRef {
    ProductRef {
        id: product.id,
        slug: product.slug.clone(),
        name: product.name.clone(),
        name_en: product.name_en.clone(),
    }
}

/// Valid products beside what the province wants.
pub(super) fn counted(counts: ByStars) -> ValidCounts {
    let targets = province().targets;
    ValidCounts {
        all: counts.all,
        three: counts.three,
        four: counts.four,
        five: counts.five,
        target_all: targets.valid,
        target_four: targets.four_star,
        target_five: targets.five_star,
        target_percent: targets.on_shelf_percent,
        target_year: targets.year,
    }
}
