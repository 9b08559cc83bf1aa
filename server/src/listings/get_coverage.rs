//! Tells how many valid four- and five-star products are on a chain's shelf, as of any day until today.

use super::{
    coverage::{by_stars, figures},
    shelf::on_shelf_that_day,
};
use crate::{
    catalogue, certification,
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
    let valid = certification::valid_on(db, on).await?;
    let counts = by_stars(&valid);
    let counted = valid.iter().filter(|certificate| certificate.stars >= 4);
    let products = catalogue::products(db, counted.map(|certificate| certificate.product_id)).await?;
    let public = products
        .values()
        .filter(|product| product.public)
        .map(|product| product.id)
        .collect();
    let figures = figures(valid, &public, &on_shelf_that_day(db, on).await?);
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
                product: ProductRef {
                    id: product.id,
                    slug: product.slug.clone(),
                    name: product.name.clone(),
                },
                producer: producer.clone(),
                stars: certificate.stars,
                expires_on: certificate.expires_on,
            })
        })
        .collect::<Result<_>>()?;
    let targets = province().targets;
    Ok(Reply::read(&Coverage {
        on,
        total: figures.total,
        listed: figures.listed,
        percent: figures.percent,
        missing,
        valid: ValidCounts {
            all: counts.all,
            three: counts.three,
            four: counts.four,
            five: counts.five,
            target_all: targets.valid,
            target_four: targets.four_star,
            target_five: targets.five_star,
        },
    })?
    .shared())
}
