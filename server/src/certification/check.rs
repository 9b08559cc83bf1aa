//! Certificates whose days do not fit the law: the last line of defence, for the operator and for tests.

use super::{
    entity::certificates::{Column, Entity},
    rules::PROGRAMME_BEGAN,
};
use crate::{
    db::{Invariant, Pages},
    http::Result,
};
use sea_orm::{ConnectionTrait, EntityTrait};
use shared::certification::last_valid_day;

pub(crate) async fn check(db: &impl ConnectionTrait) -> Result<Vec<Invariant>> {
    let mut term = Invariant::new("a certificate is valid for 36 months from its decision, and never longer");
    let mut stars =
        Invariant::new("a certificate has three to five stars, from a day on which the programme ran");
    let mut pages = Pages::of(Entity::find(), Column::Id);
    while let Some(rows) = pages.next(db).await? {
        for row in rows {
            let right = row.expires_on == last_valid_day(row.issued_on)
                && row.revoked_on.is_none_or(|revoked| revoked >= row.issued_on);
            term.hold(right, || {
                format!(
                    "certificate {}: of {}, valid until {}, revoked {:?}",
                    row.id, row.issued_on, row.expires_on, row.revoked_on
                )
            });
            let right = (3..=5).contains(&row.stars) && row.issued_on >= PROGRAMME_BEGAN;
            stars.hold(right, || {
                format!("certificate {}: {} stars of {}", row.id, row.stars, row.issued_on)
            });
        }
    }
    Ok(vec![term, stars])
}
