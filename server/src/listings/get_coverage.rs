//! Tells how many valid four- and five-star products are on a chain's shelf, as of any day until today.

use super::{coverage::ByStars, history::History};
use crate::{
    catalogue::{self, ProductRow},
    http::{Cx, Error, Received, Reply, Result},
    producers,
    province::province,
};
use anyhow::anyhow;
use shared::{
    FieldCode,
    listings::{Coverage, GetCoverage, MissingProduct, ProductRef, ValidCounts},
};

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
    let producers = producers::producer_refs(
        db,
        figures.missing.iter().map(|certificate| certificate.producer_id),
    )
    .await?;
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
                producer: producer.clone(),
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
    })?
    .shared())
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
