//! Order numbers for people: `DH-261122-7K3Q9M`.

use shared::{Date, OrderId};

/// Crockford's base 32: no I, L, O or U, so that a number can be read out over the phone.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The day it was placed, and six digits of the id's random tail.
pub(super) fn number(id: OrderId, day: Date) -> String {
    let tail: String = (0..6)
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
    fn a_number_names_the_day_and_the_ids_tail() {
        let id = OrderId(Uuid::from_u128((1 << 100) + (31 << 25) + (16 << 5) + 10));
        assert_eq!(number(id, date!(2026 - 01 - 02)), "DH-260102-Z000GA");
    }
}
