//! What everybody may know of a producer's papers: that a verified one exists and how long it lasts.

use super::{entity::papers::Model, needs::validity, rows::verified};
use crate::http::Result;
use sea_orm::ConnectionTrait;
use shared::{Date, OrganisationId, papers::PublicPaper, time::days_between};

/// The verified papers that a producer has made public: of the organisation, and of its products. Those that lapse
/// last stand first.
pub(crate) async fn public_papers(
    db: &impl ConnectionTrait,
    producer: OrganisationId,
    today: Date,
) -> Result<Vec<PublicPaper>> {
    let mut rows: Vec<Model> = verified(db, vec![producer]).await?;
    rows.retain(|row| row.public);
    rows.sort_by_key(|row| {
        (
            row.kind,
            std::cmp::Reverse(row.expires_on.unwrap_or(Date::MAX)),
            row.id,
        )
    });
    let views = rows.into_iter().map(|row| PublicPaper {
        kind: row.kind,
        product_id: row.product_id,
        issuer: row.issuer,
        issued_on: row.issued_on,
        expires_on: row.expires_on,
        validity: validity(row.expires_on, today),
        days_left: row.expires_on.map(|day| days_between(today, day)),
    });
    Ok(views.collect())
}
