//! Order numbers for people: `DH-261122-7K3Q9M`, the day and six digits of the id's random tail. A number that is taken
//! grows by a digit until it is free.

use super::entity::orders::{ActiveModel, Column, Entity, Model};
use crate::{db::Tx, http::Result};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::OnConflict};
use shared::{Date, OrderId};
use std::{collections::HashSet, ops::RangeInclusive};

/// Crockford's base 32: no I, L, O or U, so that a number can be read out over the phone.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Twelve digits are all of the tail but two bits: nobody else has that, whatever the day sells.
const LENGTHS: RangeInclusive<usize> = 6..=12;

/// The day it was placed, and so many digits of the id's random tail.
fn number(id: OrderId, day: Date, digits: usize) -> String {
    let tail: String = (0..digits)
        .rev()
        .filter_map(|place| {
            let digit = (id.0.as_u128() >> (place * 5)) & 31;
            usize::try_from(digit).ok().and_then(|digit| DIGITS.get(digit))
        })
        .map(|digit| char::from(*digit))
        .collect();
    format!(
        "DH-{:02}{:02}{:02}-{tail}",
        day.year().rem_euclid(100),
        u8::from(day.month()),
        day.day()
    )
}

/// Writes orders, each under a number that no other has. A number that somebody else's open transaction has taken is
/// waited for, not failed on: nothing that PostgreSQL would break the transaction off for.
pub(super) async fn insert(tx: &Tx, orders: &mut [Model]) -> Result<()> {
    let mut written: HashSet<OrderId> = HashSet::new();
    for digits in LENGTHS {
        let mut rows = Vec::new();
        for order in orders.iter_mut().filter(|order| !written.contains(&order.id)) {
            order.number = number(order.id, order.placed_at.day(), digits);
            rows.push(ActiveModel::from(order.clone()));
        }
        let wanted = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        let inserted = Entity::insert_many(rows)
            .on_conflict(OnConflict::column(Column::Number).do_nothing().to_owned())
            .exec_without_returning(&**tx)
            .await?;
        if inserted == wanted {
            return Ok(());
        }
        let ids: Vec<OrderId> = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::Id.is_in(orders.iter().map(|order| order.id)))
            .into_tuple()
            .all(&**tx)
            .await?;
        written.extend(ids);
    }
    Err(anyhow::anyhow!("no number is free for an order").into())
}

#[cfg(test)]
mod tests {
    use super::number;
    use shared::OrderId;
    use time::macros::date;
    use uuid::Uuid;

    #[test]
    fn a_number_names_the_day_and_the_ids_tail_and_grows_to_the_left() {
        let id = OrderId(Uuid::from_u128(
            (1 << 100) + (3 << 30) + (31 << 25) + (16 << 5) + 10,
        ));
        let day = date!(2026 - 01 - 02);
        assert_eq!(number(id, day, 6), "DH-260102-Z000GA");
        assert_eq!(number(id, day, 8), "DH-260102-03Z000GA");
    }
}
