//! Order numbers for people: `DH-261122-7K3Q9M`, the day and six digits of the id's random tail. A number that is taken
//! grows by a digit until it is free.

use shared::{Date, OrderId};
use std::ops::RangeInclusive;

/// Crockford's base 32: no I, L, O or U, so that a number can be read out over the phone.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many digits, the usual number first. Twelve are all of the tail but two bits: nobody else has that, whatever the day
/// sells.
pub(super) const LENGTHS: RangeInclusive<usize> = 6..=12;

/// The day it was placed, and so many digits of the id's random tail.
pub(super) fn number(id: OrderId, day: Date, digits: usize) -> String {
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
