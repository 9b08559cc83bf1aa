//! When products were public: what a figure of an earlier day needs to know.

use super::{
    BATCH,
    entity::{products, public_periods},
};
use crate::{db::Tx, http::Result, identity::verified_periods};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::OnConflict,
};
use shared::{OrganisationId, ProductId, Timestamp};
use std::collections::HashMap;

/// A time in which visitors could see a product; the end is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PublicPeriod {
    pub(crate) product_id: ProductId,
    pub(crate) from: Timestamp,
    pub(crate) until: Option<Timestamp>,
}

/// When visitors could see the products: texts were public, and the producer was verified. Three queries for up to ten
/// thousand ids.
pub(crate) async fn public_periods(
    db: &impl ConnectionTrait,
    ids: &[ProductId],
) -> Result<Vec<PublicPeriod>> {
    let mut found = Vec::new();
    for some in ids.chunks(BATCH) {
        let makers: HashMap<ProductId, OrganisationId> = products::Entity::find()
            .select_only()
            .columns([products::Column::Id, products::Column::ProducerId])
            .filter(products::Column::Id.is_in(some.iter().copied()))
            .into_tuple()
            .all(db)
            .await?
            .into_iter()
            .collect();
        let mut distinct: Vec<OrganisationId> = makers.values().copied().collect();
        distinct.sort_unstable();
        distinct.dedup();
        let verified = verified_periods(db, distinct).await?;
        let texts = public_periods::Entity::find()
            .filter(public_periods::Column::ProductId.is_in(some.iter().copied()))
            .all(db)
            .await?;
        for period in texts {
            let Some(maker) = makers.get(&period.product_id) else {
                continue;
            };
            let overlaps = verified
                .iter()
                .filter(|verified| verified.organisation_id == *maker)
                .filter_map(|verified| {
                    let (from, until) =
                        overlap((period.from_at, period.until_at), (verified.from, verified.until))?;
                    Some(PublicPeriod {
                        product_id: period.product_id,
                        from,
                        until,
                    })
                });
            found.extend(overlaps);
        }
    }
    Ok(found)
}

type Period = (Timestamp, Option<Timestamp>);

/// The time that lies in both; None where there is none.
fn overlap(one: Period, other: Period) -> Option<Period> {
    let from = one.0.max(other.0);
    let until = match (one.1, other.1) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    until.is_none_or(|until| from < until).then_some((from, until))
}

/// Notes that a product's texts are public from now on, where they were not before.
pub(super) async fn begin(tx: &Tx, product: ProductId) -> Result<()> {
    let row = public_periods::ActiveModel {
        product_id: Set(product),
        from_at: Set(tx.at()),
        until_at: Set(None),
    };
    // Gone and back within one instant: the period goes on.
    public_periods::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([public_periods::Column::ProductId, public_periods::Column::FromAt])
                .update_column(public_periods::Column::UntilAt)
                .to_owned(),
        )
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Notes that a product's texts are not public any more.
pub(super) async fn end(tx: &Tx, product: ProductId) -> Result<()> {
    let end = public_periods::ActiveModel {
        until_at: Set(Some(tx.at())),
        ..Default::default()
    };
    public_periods::Entity::update_many()
        .set(end)
        .filter(public_periods::Column::ProductId.eq(product))
        .filter(public_periods::Column::UntilAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::overlap;
    use shared::Timestamp;

    #[test]
    fn two_periods_share_the_time_that_lies_in_both() {
        let at = |ms: i64| Timestamp(ms);
        let open = |from| (at(from), None);
        let ended = |from, until| (at(from), Some(at(until)));
        assert_eq!(overlap(open(1), open(5)), Some(open(5)));
        assert_eq!(overlap(open(1), ended(3, 9)), Some(ended(3, 9)));
        assert_eq!(overlap(ended(2, 6), ended(3, 9)), Some(ended(3, 6)));
        assert_eq!(overlap(ended(2, 3), ended(3, 9)), None);
    }
}
