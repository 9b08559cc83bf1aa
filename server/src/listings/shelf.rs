//! What stands on a shelf that counts: a chain that is one, a store that said so within the last 90 days.

use super::entity::{chain_periods, chains, listing_stores, listings, shelf_confirmations, stores};
use crate::{http::Result, province::province};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityName, ExprTrait,
    sea_query::{Expr, Order, Query, SelectStatement},
};
use shared::{
    Date, ProductId, Timestamp,
    listings::{CONFIRMED_DAYS, ListingStatus, ShelfPlace},
    time::plus_days,
};
use std::collections::HashMap;

/// The first instant whose confirmations still count on the day: those of the last 90 days, the day itself included.
pub(super) fn counts_from(on: Date) -> Timestamp {
    Timestamp::start_of(plus_days(on, 1 - CONFIRMED_DAYS))
}

/// Where products stand, by chain and store: of these products, or of all. One query.
pub(crate) async fn on_shelf(
    db: &impl ConnectionTrait,
    product_ids: Option<&[ProductId]>,
    at: Timestamp,
) -> Result<HashMap<ProductId, Vec<ShelfPlace>>> {
    let mut query = Query::select();
    query
        .column((listings::Entity, listings::Column::ProductId))
        .expr_as(Expr::col((chains::Entity, chains::Column::Name)), "chain_name")
        .expr_as(Expr::col((stores::Entity, stores::Column::Name)), "store_name")
        .column((stores::Entity, stores::Column::Address))
        .column((stores::Entity, stores::Column::CommuneCode))
        .column((listing_stores::Entity, listing_stores::Column::ConfirmedAt))
        .from(listing_stores::Entity);
    join(&mut query, &listing_stores::Entity);
    query
        .inner_join(
            chains::Entity,
            Expr::col((chains::Entity, chains::Column::Id)).equals((stores::Entity, stores::Column::ChainId)),
        )
        .and_where(chains::Column::CountsAsRetailChain.eq(true))
        .and_where(stores::Column::ClosedAt.is_null())
        .and_where(listings::Column::Status.eq(ListingStatus::OnShelf))
        .and_where(listing_stores::Column::RemovedAt.is_null())
        .and_where(listing_stores::Column::ConfirmedAt.gte(counts_from(at.day())))
        .and_where(listing_stores::Column::ConfirmedAt.lte(at))
        .order_by("chain_name", Order::Asc)
        .order_by("store_name", Order::Asc);
    if let Some(ids) = product_ids {
        query.and_where(listings::Column::ProductId.is_in(ids.iter().copied()));
    }
    let mut places: HashMap<ProductId, Vec<ShelfPlace>> = HashMap::new();
    for row in db.query_all(&query).await? {
        let commune: String = row.try_get("", "commune_code")?;
        let confirmed_at: Timestamp = row.try_get("", "confirmed_at")?;
        let place = ShelfPlace {
            chain: row.try_get("", "chain_name")?,
            store: row.try_get("", "store_name")?,
            address: row.try_get("", "address")?,
            commune: province().commune_or_code(&commune),
            confirmed_on: confirmed_at.day(),
        };
        places
            .entry(row.try_get("", "product_id")?)
            .or_default()
            .push(place);
    }
    Ok(places)
}

/// A confirmation, with everything that ends what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shelf {
    pub(super) product_id: ProductId,
    confirmed_at: Timestamp,
    /// Since when the chain counted.
    counted_from: Timestamp,
    /// When the product was taken off, the store closed or the chain no longer counted: the first of them.
    ended_at: Option<Timestamp>,
}

impl Shelf {
    /// Whether the product stood on a shelf that counts at the end of the day.
    pub(super) fn counts_on(&self, day: Date) -> bool {
        let end = Timestamp::start_of(plus_days(day, 1));
        counts_from(day) <= self.confirmed_at
            && self.confirmed_at < end
            && self.counted_from < end
            && self.ended_at.is_none_or(|ended| ended >= end)
    }
}

/// Every confirmation that counted on some day of a time, from the history of confirmations. One query.
pub(super) async fn shelves_between(
    db: &impl ConnectionTrait,
    first: Date,
    last: Date,
) -> Result<Vec<Shelf>> {
    let end = Timestamp::start_of(plus_days(last, 1));
    let of = |table: &str, column: &str| Expr::col((table.to_owned(), column.to_owned()));
    let mut query = Query::select();
    query
        .column((
            shelf_confirmations::Entity,
            shelf_confirmations::Column::ProductId,
        ))
        .column((
            shelf_confirmations::Entity,
            shelf_confirmations::Column::ConfirmedAt,
        ))
        .column((shelf_confirmations::Entity, shelf_confirmations::Column::EndedAt))
        .column((listings::Entity, listings::Column::DelistedAt))
        .column((listing_stores::Entity, listing_stores::Column::RemovedAt))
        .column((stores::Entity, stores::Column::ClosedAt))
        .column((chain_periods::Entity, chain_periods::Column::FromAt))
        .column((chain_periods::Entity, chain_periods::Column::UntilAt))
        .from(shelf_confirmations::Entity);
    join(&mut query, &shelf_confirmations::Entity);
    query
        .inner_join(
            listing_stores::Entity,
            of("listing_stores", "listing_id")
                .equals(("shelf_confirmations", "listing_id"))
                .and(of("listing_stores", "store_id").equals(("shelf_confirmations", "store_id"))),
        )
        .inner_join(
            chain_periods::Entity,
            of("chain_periods", "chain_id").equals(("stores", "chain_id")),
        )
        .and_where(shelf_confirmations::Column::ConfirmedAt.gte(counts_from(first)))
        .and_where(shelf_confirmations::Column::ConfirmedAt.lt(end));
    db.query_all(&query)
        .await?
        .into_iter()
        .map(|row| {
            let ends: [Option<Timestamp>; 5] = [
                row.try_get("", "ended_at")?,
                row.try_get("", "delisted_at")?,
                row.try_get("", "removed_at")?,
                row.try_get("", "closed_at")?,
                row.try_get("", "until_at")?,
            ];
            Ok(Shelf {
                product_id: row.try_get("", "product_id")?,
                confirmed_at: row.try_get("", "confirmed_at")?,
                counted_from: row.try_get("", "from_at")?,
                ended_at: ends.into_iter().flatten().min(),
            })
        })
        .collect()
}

/// Joins what names a listing and a store with both.
fn join(query: &mut SelectStatement, from: &impl EntityName) {
    let table = from.table_name();
    query
        .inner_join(
            listings::Entity,
            Expr::col((listings::Entity, listings::Column::Id)).equals((table, "listing_id")),
        )
        .inner_join(
            stores::Entity,
            Expr::col((stores::Entity, stores::Column::Id)).equals((table, "store_id")),
        );
}

#[cfg(test)]
mod tests {
    use super::{Shelf, counts_from};
    use proptest::prelude::*;
    use shared::{ProductId, Timestamp, time::plus_days};
    use time::macros::date;

    #[test]
    fn a_confirmation_counts_on_its_day_and_the_89_days_after() {
        let confirmed = Timestamp::start_of(date!(2026 - 08 - 01));
        assert!(counts_from(date!(2026 - 10 - 29)) <= confirmed);
        assert!(counts_from(date!(2026 - 10 - 30)) > confirmed);
    }

    proptest! {
        #[test]
        fn what_ends_a_shelf_later_does_not_change_the_days_before(
            confirmed in 0_i64..400, counted in 0_i64..400, ended in 0_i64..600, asked in 0_i64..600,
        ) {
            let began = date!(2025 - 01 - 01);
            let at = |days| Timestamp::start_of(plus_days(began, days)).plus_hours(9);
            let open = Shelf {
                product_id: ProductId::EXAMPLE,
                confirmed_at: at(confirmed),
                counted_from: at(counted),
                ended_at: None,
            };
            let over = Shelf { ended_at: Some(at(ended)), ..open };
            let day = plus_days(began, asked);
            if asked < ended {
                prop_assert_eq!(open.counts_on(day), over.counts_on(day));
            } else {
                prop_assert!(!over.counts_on(day));
            }
        }
    }
}
