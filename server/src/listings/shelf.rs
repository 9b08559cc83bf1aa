//! What stands on a shelf that counts: a chain that is one, a store that said so within the last 90 days.

use super::entity::{chains, listing_stores, listings, shelf_confirmations, stores};
use crate::{http::Result, province::province};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityName, ExprTrait,
    sea_query::{Expr, Order, Query, SelectStatement},
};
use shared::{
    Date, ProductId, Timestamp,
    listings::{CONFIRMED_DAYS, ListingStatus, ShelfPlace},
    time::plus_days,
};
use std::collections::{HashMap, HashSet};

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
        .column((stores::Entity, stores::Column::CommuneCode))
        .column((listing_stores::Entity, listing_stores::Column::ConfirmedAt))
        .from(listing_stores::Entity);
    join(&mut query, &listing_stores::Entity);
    query
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

/// The products that stood on a shelf that counts at the end of the day, from the history of confirmations. One query.
pub(super) async fn on_shelf_that_day(db: &impl ConnectionTrait, on: Date) -> Result<HashSet<ProductId>> {
    let end = Timestamp::start_of(plus_days(on, 1));
    let mut query = Query::select();
    query
        .distinct()
        .column((listings::Entity, listings::Column::ProductId))
        .from(shelf_confirmations::Entity);
    join(&mut query, &shelf_confirmations::Entity);
    query
        .inner_join(
            listing_stores::Entity,
            Expr::col((listing_stores::Entity, listing_stores::Column::ListingId))
                .equals((
                    shelf_confirmations::Entity,
                    shelf_confirmations::Column::ListingId,
                ))
                .and(
                    Expr::col((listing_stores::Entity, listing_stores::Column::StoreId))
                        .equals((shelf_confirmations::Entity, shelf_confirmations::Column::StoreId)),
                ),
        )
        .and_where(shelf_confirmations::Column::ConfirmedAt.gte(counts_from(on)))
        .and_where(shelf_confirmations::Column::ConfirmedAt.lt(end))
        .cond_where(not_before(listings::Column::DelistedAt, end))
        .cond_where(not_before(listing_stores::Column::RemovedAt, end));
    db.query_all(&query)
        .await?
        .into_iter()
        .map(|row| Ok(row.try_get("", "product_id")?))
        .collect()
}

/// Joins what names a listing and a store with both, and with the chain, which must count.
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
        )
        .inner_join(
            chains::Entity,
            Expr::col((chains::Entity, chains::Column::Id)).equals((stores::Entity, stores::Column::ChainId)),
        )
        .and_where(chains::Column::CountsAsRetailChain.eq(true));
}

/// The instant has not come, or came later.
fn not_before(column: impl ColumnTrait, end: Timestamp) -> Condition {
    Condition::any().add(column.is_null()).add(column.gte(end))
}

#[cfg(test)]
mod tests {
    use super::counts_from;
    use shared::Timestamp;
    use time::macros::date;

    #[test]
    fn a_confirmation_counts_on_its_day_and_the_89_days_after() {
        let confirmed = Timestamp::start_of(date!(2026 - 08 - 01));
        assert!(counts_from(date!(2026 - 10 - 29)) <= confirmed);
        assert!(counts_from(date!(2026 - 10 - 30)) > confirmed);
    }
}
