//! Counting valid products by something: a commune, a group.

use shared::reports::StateRow;
use std::collections::BTreeMap;

/// What is counted together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    rows: BTreeMap<String, StateRowCounts>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct StateRowCounts {
    three: i64,
    four: i64,
    five: i64,
}

impl Tally {
    /// Counts one product with so many stars.
    pub(super) fn count(&mut self, code: &str, stars: u8) {
        let row = self.rows.entry(code.to_owned()).or_default();
        match stars {
            3 => row.three += 1,
            4 => row.four += 1,
            5 => row.five += 1,
            _ => {}
        }
    }

    /// The rows in the order of their codes; `names` gives both names of a code.
    pub(super) fn rows(self, names: impl Fn(&str) -> (String, String)) -> Vec<StateRow> {
        self.rows
            .into_iter()
            .map(|(code, counts)| {
                let (name, name_en) = names(&code);
                StateRow {
                    code,
                    name,
                    name_en,
                    three: counts.three,
                    four: counts.four,
                    five: counts.five,
                    all: counts.three + counts.four + counts.five,
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_rows_add_up_to_what_was_counted(products in prop::collection::vec(("[AB]{1,2}", 3_u8..=5), 0..50)) {
            let mut tally = Tally::default();
            for (code, stars) in &products {
                tally.count(code, *stars);
            }
            let rows = tally.rows(|code| (code.to_owned(), code.to_owned()));
            let sum: i64 = rows.iter().map(|row| row.all).sum();
            prop_assert_eq!(sum, i64::try_from(products.len()).unwrap());
            prop_assert!(rows.is_sorted_by_key(|row| row.code.clone()));
            prop_assert!(rows.iter().all(|row| row.all == row.three + row.four + row.five));
        }
    }
}
