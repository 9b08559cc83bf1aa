//! What other slices may ask of certificates.

use super::{
    entity::certificates::{Column, Entity, Model},
    rules::PROGRAMME_BEGAN,
    view,
};
use crate::{
    db::{Gathered, gather},
    http::Result,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, Select,
};
use shared::{CertificateId, Date, OrganisationId, ProductId, certification::Certificate, time::plus_days};
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
    /// The first day on which it was no longer valid, where it was taken back.
    pub(crate) revoked_on: Option<Date>,
}

impl ValidCertificate {
    fn valid_on(&self, day: Date) -> bool {
        self.issued_on <= day && day <= self.expires_on && self.revoked_on.is_none_or(|revoked| day < revoked)
    }
}

impl From<Model> for ValidCertificate {
    fn from(row: Model) -> Self {
        Self {
            product_id: row.product_id,
            producer_id: row.producer_id,
            stars: view::stars(row.stars),
            issued_on: row.issued_on,
            expires_on: row.expires_on,
            revoked_on: row.revoked_on,
        }
    }
}

/// Decisions' numbers and products of certificates, in one query.
pub(crate) async fn decisions(
    db: &impl ConnectionTrait,
    ids: Vec<CertificateId>,
) -> Result<HashMap<CertificateId, (String, ProductId)>> {
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(db).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, (row.decision_no, row.product_id)))
        .collect())
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

/// Every certificate that was valid on some day of a time, in one query.
pub(crate) async fn valid_between(
    db: &impl ConnectionTrait,
    first: Date,
    last: Date,
) -> Result<Vec<ValidCertificate>> {
    if last < PROGRAMME_BEGAN {
        return Ok(Vec::new());
    }
    let rows = overlapping(first, last).all(db).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Every product with a valid certificate on the day, once, with its best one.
pub(crate) fn best_on(certificates: &[ValidCertificate], day: Date) -> Vec<ValidCertificate> {
    best_of_each(
        certificates
            .iter()
            .filter(|certificate| certificate.valid_on(day))
            .cloned(),
    )
}

/// Certificates whose last valid day lies in a time, or that were taken back in it; those that end first come first.
pub(crate) async fn ending_between(
    db: &impl ConnectionTrait,
    first: Date,
    last: Date,
    today: Date,
) -> Result<Vec<Certificate>> {
    let ends = Condition::any()
        .add(Column::ExpiresOn.between(first, last))
        .add(Column::RevokedOn.between(first, last));
    let rows = Entity::find()
        .filter(ends)
        .order_by_asc(Column::ExpiresOn)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    view::views(db, rows, today).await
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

/// The days on which a certificate counts, and for how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) from: Date,
    pub(crate) until: Date,
    pub(crate) stars: u8,
}

/// The terms of all certificates of some products (at most ten thousand), or of all, in one query; those that are over too.
pub(crate) async fn terms(
    db: &impl ConnectionTrait,
    only: Option<&[ProductId]>,
) -> Result<HashMap<ProductId, Vec<Term>>> {
    let certificates = Entity::find().apply_if(only, |rows, ids| {
        rows.filter(Column::ProductId.is_in(ids.iter().copied()))
    });
    let columns = [
        Column::ProductId,
        Column::Stars,
        Column::IssuedOn,
        Column::ExpiresOn,
        Column::RevokedOn,
    ];
    let rows: Vec<(ProductId, i16, Date, Date, Option<Date>)> =
        gather(db, certificates, columns.map(Gathered::column)).await?;
    let mut of_each: HashMap<ProductId, Vec<Term>> = HashMap::new();
    for (product, stars, from, expires_on, revoked_on) in rows {
        let last = revoked_on.map(|revoked| plus_days(revoked, -1));
        of_each.entry(product).or_default().push(Term {
            from,
            until: last.map_or(expires_on, |last| expires_on.min(last)),
            stars: u8::try_from(stars).unwrap_or_default(),
        });
    }
    Ok(of_each)
}

/// The last day through which there is a certificate on every day from this one on; none where there is none on it.
pub(crate) fn valid_through(terms: &[Term], first: Date) -> Option<Date> {
    let lasts = |day| {
        let holding = terms.iter().filter(|term| term.from <= day && day <= term.until);
        holding.map(|term| term.until).max()
    };
    let mut last = lasts(first)?;
    while let Some(later) = lasts(plus_days(last, 1)) {
        last = later;
    }
    Some(last)
}

fn valid(on: Date) -> Select<Entity> {
    overlapping(on, on)
}

fn overlapping(first: Date, last: Date) -> Select<Entity> {
    let still = Condition::any()
        .add(Column::RevokedOn.is_null())
        .add(Column::RevokedOn.gt(first));
    Entity::find()
        .filter(Column::IssuedOn.lte(last))
        .filter(Column::ExpiresOn.gte(first))
        .filter(still)
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
    use super::{Term, ValidCertificate, best_of_each, best_on, valid_through};
    use shared::{OrganisationId, ProductId, time::plus_days};
    use time::macros::date;

    #[test]
    fn certificates_that_follow_each_other_without_a_day_between_last_together() {
        let term = |from, until| Term {
            from,
            until,
            stars: 3,
        };
        let terms = [
            term(date!(2026 - 06 - 01), date!(2026 - 11 - 30)),
            term(date!(2026 - 01 - 01), date!(2026 - 05 - 31)),
            term(date!(2026 - 12 - 02), date!(2026 - 12 - 31)),
            // Taken back on its first day.
            term(date!(2026 - 12 - 01), date!(2026 - 11 - 30)),
        ];
        assert_eq!(
            valid_through(&terms, date!(2026 - 03 - 01)),
            Some(date!(2026 - 11 - 30))
        );
        assert_eq!(valid_through(&terms, date!(2026 - 12 - 01)), None);
        assert_eq!(
            valid_through(&terms, date!(2026 - 12 - 02)),
            Some(date!(2026 - 12 - 31))
        );
        assert_eq!(valid_through(&[], date!(2026 - 12 - 02)), None);
    }

    #[test]
    fn of_two_valid_certificates_the_one_with_more_stars_counts() {
        let certificate = |stars, lasts| ValidCertificate {
            product_id: ProductId::EXAMPLE,
            producer_id: OrganisationId::EXAMPLE,
            stars,
            issued_on: date!(2026 - 01 - 01),
            expires_on: plus_days(date!(2026 - 01 - 01), lasts),
            revoked_on: None,
        };
        let rows = [certificate(3, 900), certificate(4, 300), certificate(4, 500)];
        assert_eq!(best_of_each(rows.clone().into_iter()), [certificate(4, 500)]);

        let mut revoked = rows;
        revoked[2].revoked_on = Some(date!(2026 - 03 - 01));
        assert_eq!(best_on(&revoked, date!(2026 - 02 - 28)), [revoked[2].clone()]);
        assert_eq!(best_on(&revoked, date!(2026 - 03 - 01)), [certificate(4, 300)]);
        assert_eq!(best_on(&revoked, date!(2025 - 12 - 31)), []);
    }
}
