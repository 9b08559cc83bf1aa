//! What other slices may ask of certificates.

use super::{
    entity::certificates::{Column, Entity, Model},
    rules::PROGRAMME_BEGAN,
    view,
};
use crate::http::Result;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select};
use shared::{Date, OrganisationId, ProductId, certification::Certificate};
use std::{
    borrow::Borrow,
    collections::{HashMap, hash_map::Entry},
};

/// A product's best certificate on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ValidCertificate {
    pub(crate) product_id: ProductId,
    pub(crate) producer_id: OrganisationId,
    pub(crate) stars: u8,
    pub(crate) issued_on: Date,
    /// The last valid day.
    pub(crate) expires_on: Date,
}

impl From<Model> for ValidCertificate {
    fn from(row: Model) -> Self {
        Self {
            product_id: row.product_id,
            producer_id: row.producer_id,
            stars: view::stars(row.stars),
            issued_on: row.issued_on,
            expires_on: row.expires_on,
        }
    }
}

/// The best certificate of each of those products that have a valid one on the day.
pub(crate) async fn valid_certificates(
    db: &impl ConnectionTrait,
    product_ids: impl IntoIterator<Item = impl Borrow<ProductId>>,
    on: Date,
) -> Result<HashMap<ProductId, ValidCertificate>> {
    let ids: Vec<ProductId> = product_ids.into_iter().map(|id| *id.borrow()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = valid(on).filter(Column::ProductId.is_in(ids)).all(db).await?;
    let best = best_of_each(rows.into_iter().map(Into::into));
    Ok(best
        .into_iter()
        .map(|certificate| (certificate.product_id, certificate))
        .collect())
}

/// Every product with a valid certificate on the day, once, with its best one.
pub(crate) async fn valid_on(db: &impl ConnectionTrait, on: Date) -> Result<Vec<ValidCertificate>> {
    if on < PROGRAMME_BEGAN {
        return Ok(Vec::new());
    }
    let rows = valid(on).all(db).await?;
    Ok(best_of_each(rows.into_iter().map(Into::into)))
}

/// All certificates of products, the newest first, those that have lapsed too.
pub(crate) async fn certificates_of(
    db: &impl ConnectionTrait,
    product_ids: impl IntoIterator<Item = impl Borrow<ProductId>>,
    today: Date,
) -> Result<HashMap<ProductId, Vec<Certificate>>> {
    let ids: Vec<ProductId> = product_ids.into_iter().map(|id| *id.borrow()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = Entity::find()
        .filter(Column::ProductId.is_in(ids))
        .order_by_desc(Column::IssuedOn)
        .order_by_desc(Column::Id)
        .all(db)
        .await?;
    let mut of_each: HashMap<ProductId, Vec<Certificate>> = HashMap::new();
    for certificate in view::views(db, rows, today).await? {
        of_each
            .entry(certificate.product_id)
            .or_default()
            .push(certificate);
    }
    Ok(of_each)
}

fn valid(on: Date) -> Select<Entity> {
    Entity::find()
        .filter(Column::IssuedOn.lte(on))
        .filter(Column::ExpiresOn.gte(on))
}

/// One certificate a product: most stars, then the one that lasts longest.
fn best_of_each(certificates: impl Iterator<Item = ValidCertificate>) -> Vec<ValidCertificate> {
    let mut best: HashMap<ProductId, ValidCertificate> = HashMap::new();
    for certificate in certificates {
        match best.entry(certificate.product_id) {
            Entry::Vacant(place) => {
                place.insert(certificate);
            }
            Entry::Occupied(mut place) => {
                let held = place.get();
                if (held.stars, held.expires_on) < (certificate.stars, certificate.expires_on) {
                    place.insert(certificate);
                }
            }
        }
    }
    best.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::{ValidCertificate, best_of_each};
    use shared::{OrganisationId, ProductId, time::plus_days};
    use time::macros::date;

    #[test]
    fn of_two_valid_certificates_the_one_with_more_stars_counts() {
        let certificate = |stars, lasts| ValidCertificate {
            product_id: ProductId::EXAMPLE,
            producer_id: OrganisationId::EXAMPLE,
            stars,
            issued_on: date!(2026 - 01 - 01),
            expires_on: plus_days(date!(2026 - 01 - 01), lasts),
        };
        let rows = [certificate(3, 900), certificate(4, 300), certificate(4, 500)];
        assert_eq!(best_of_each(rows.into_iter()), [certificate(4, 500)]);
    }
}
