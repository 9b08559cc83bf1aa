//! First expired, first out: which lots an order takes. Pure, so that it can be tested to the bone.

use super::entity::lots;
use shared::{Date, LotId, OrderLineId, PackId};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What an order line wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) line: OrderLineId,
    pub(crate) pack: PackId,
    pub(crate) quantity: i64,
    /// The day on which the goods still have to be good: see [`good_on`].
    pub(crate) good_on: Date,
}

/// A line that cannot be had, and what is left of its pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Short {
    pub(crate) line: OrderLineId,
    pub(crate) left: i64,
    /// Whether more is left today, but will be past its best-before day when it is wanted.
    pub(crate) expires: bool,
}

/// The day on which what is ordered has to be good still: the day it is wanted, or today, where that is later or no day
/// was named.
pub(crate) fn good_on(today: Date, wanted_on: Option<Date>) -> Date {
    wanted_on.map_or(today, |day| day.max(today))
}

/// A lot, with what is free of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Free {
    pub(super) lot: LotId,
    pub(super) pack: PackId,
    pub(super) produced_on: Date,
    pub(super) best_before: Option<Date>,
    pub(super) quantity: i64,
}

/// What one line takes of one lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) line: OrderLineId,
    pub(super) lot: LotId,
    pub(super) quantity: i64,
}

impl Free {
    /// What is free of a lot when `own` of what is reserved counts as free.
    pub(super) fn of(row: &lots::Model, own: i64) -> Self {
        Self {
            lot: row.id,
            pack: row.pack_id,
            produced_on: row.produced_on,
            best_before: row.best_before,
            quantity: row.on_hand - row.reserved + own,
        }
    }
}

/// What is free for orders to come. What older orders hold of lots past their day has to come out of good ones, the first to
/// expire first; there it is free for nobody else.
pub(super) fn free_for_new(rows: &[lots::Model], today: Date) -> Vec<Free> {
    let mut owed: HashMap<PackId, i64> = HashMap::new();
    for row in rows.iter().filter(|row| !is_sellable(row.best_before, today)) {
        *owed.entry(row.pack_id).or_default() += row.reserved;
    }
    let mut free: Vec<Free> = rows.iter().map(|row| Free::of(row, 0)).collect();
    free.sort_by_key(first_out);
    for lot in free.iter_mut().filter(|lot| is_sellable(lot.best_before, today)) {
        let owed = owed.entry(lot.pack).or_default();
        let kept = lot.quantity.clamp(0, *owed);
        lot.quantity -= kept;
        *owed -= kept;
    }
    free
}

/// The order in which lots go out.
fn first_out(lot: &Free) -> (bool, Option<Date>, Date, LotId) {
    (
        lot.best_before.is_none(),
        lot.best_before,
        lot.produced_on,
        lot.lot,
    )
}

/// Whether a lot can still be sold. Its best-before day is the last one.
pub(super) fn is_sellable(best_before: Option<Date>, today: Date) -> bool {
    best_before.is_none_or(|last| last >= today)
}

/// Gives every line its lots, those that expire first before others and those that never expire last. All or
/// nothing: where a pack has too little for its lines, each of them is short.
pub(super) fn allocate(wanted: &[Wanted], lots: &[Free], today: Date) -> Result<Vec<Part>, Vec<Short>> {
    let parts = as_far_as_possible(wanted, lots);
    let mut given: HashMap<OrderLineId, i64> = HashMap::new();
    for part in &parts {
        *given.entry(part.line).or_default() += part.quantity;
    }
    let lacking: HashSet<PackId> = wanted
        .iter()
        .filter(|line| given.get(&line.line).copied().unwrap_or_default() < line.quantity)
        .map(|line| line.pack)
        .collect();
    if lacking.is_empty() {
        return Ok(parts);
    }
    let left = |pack: PackId, day: Date| -> i64 {
        let good = lots
            .iter()
            .filter(|lot| lot.pack == pack && is_sellable(lot.best_before, day));
        good.map(|lot| lot.quantity.max(0)).sum()
    };
    let short = wanted.iter().filter(|line| lacking.contains(&line.pack));
    Err(short
        .map(|line| {
            let good = left(line.pack, line.good_on);
            Short {
                line: line.line,
                left: good,
                expires: good < left(line.pack, today),
            }
        })
        .collect())
}

/// The same for as many cases as there are. Lines whose goods have to last longest choose first, because they have the
/// fewest lots to choose from; among the others the first lines get theirs before those that follow.
pub(super) fn as_far_as_possible(wanted: &[Wanted], lots: &[Free]) -> Vec<Part> {
    let mut shelf: HashMap<PackId, Vec<Free>> = HashMap::new();
    for lot in lots.iter().filter(|lot| lot.quantity > 0) {
        shelf.entry(lot.pack).or_default().push(*lot);
    }
    for lots in shelf.values_mut() {
        lots.sort_by_key(first_out);
    }
    let mut lines: Vec<&Wanted> = wanted.iter().collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.good_on));
    let mut parts = Vec::new();
    for line in lines {
        let mut missing = line.quantity;
        for lot in shelf.entry(line.pack).or_default() {
            let quantity = missing.min(lot.quantity);
            if quantity <= 0 || !is_sellable(lot.best_before, line.good_on) {
                continue;
            }
            parts.push(Part {
                line: line.line,
                lot: lot.lot,
                quantity,
            });
            missing -= quantity;
            lot.quantity -= quantity;
        }
    }
    parts
}

/// What all lines together take of each lot, in the order of the lots' ids: the order in which rows are touched.
pub(super) fn by_lot(parts: impl IntoIterator<Item = (LotId, i64)>) -> BTreeMap<LotId, i64> {
    let mut sums = BTreeMap::new();
    for (lot, quantity) in parts {
        *sums.entry(lot).or_default() += quantity;
    }
    sums
}

/// The lines that wanted some of a lot. The lots are locked, so it cannot run short after the plan; were it to,
/// nothing is promised.
pub(super) fn short_of(lines: &[Wanted], parts: &[Part], lot: LotId) -> Vec<Short> {
    lines
        .iter()
        .filter(|line| parts.iter().any(|part| part.lot == lot && part.line == line.line))
        .map(|line| Short {
            line: line.line,
            left: 0,
            expires: false,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::date;
    use uuid::Uuid;

    const TODAY: Date = date!(2026 - 11 - 22);
    const PACK: PackId = PackId(Uuid::from_u128(1));

    fn lot(number: u128, best_before: Option<Date>, quantity: i64) -> Free {
        Free {
            lot: LotId(Uuid::from_u128(number)),
            pack: PACK,
            produced_on: date!(2026 - 11 - 01),
            best_before,
            quantity,
        }
    }

    fn wanted(number: u128, quantity: i64) -> Wanted {
        Wanted {
            line: OrderLineId(Uuid::from_u128(number)),
            pack: PACK,
            quantity,
            good_on: TODAY,
        }
    }

    fn taken(parts: &[Part]) -> Vec<(u128, u128, i64)> {
        parts
            .iter()
            .map(|part| (part.line.0.as_u128(), part.lot.0.as_u128(), part.quantity))
            .collect()
    }

    #[test]
    fn what_expires_first_goes_first_and_what_never_expires_goes_last() {
        let lots = [
            lot(1, None, 5),
            lot(2, Some(date!(2027 - 01 - 01)), 5),
            lot(3, Some(TODAY), 2),
            lot(4, Some(date!(2026 - 11 - 21)), 50),
        ];
        let parts = allocate(&[wanted(7, 9)], &lots, TODAY).unwrap();
        assert_eq!(taken(&parts), [(7, 3, 2), (7, 2, 5), (7, 1, 2)]);
    }

    #[test]
    fn of_lots_that_expire_together_the_older_goes_first() {
        let day = Some(date!(2027 - 01 - 01));
        let mut older = lot(9, day, 1);
        older.produced_on = date!(2026 - 10 - 01);
        let parts = allocate(&[wanted(7, 3)], &[lot(2, day, 1), older, lot(1, day, 1)], TODAY).unwrap();
        assert_eq!(taken(&parts), [(7, 9, 1), (7, 1, 1), (7, 2, 1)]);
    }

    #[test]
    fn two_lines_of_one_pack_are_short_together() {
        let lots = [lot(1, None, 5), lot(2, Some(date!(2026 - 11 - 21)), 5)];
        let shorts = allocate(&[wanted(7, 3), wanted(8, 3)], &lots, TODAY).unwrap_err();
        let left: Vec<_> = shorts
            .iter()
            .map(|short| (short.line.0.as_u128(), short.left))
            .collect();
        assert_eq!(left, [(7, 5), (8, 5)]);
    }

    #[test]
    fn goods_are_good_on_the_day_they_are_wanted() {
        let lots = [
            lot(1, Some(TODAY), 5),
            lot(2, Some(date!(2026 - 12 - 01)), 5),
            lot(3, Some(date!(2026 - 12 - 20)), 2),
        ];
        let later = |number, quantity, day| Wanted {
            good_on: day,
            ..wanted(number, quantity)
        };
        let first = date!(2026 - 12 - 01);
        // Whoever needs what lasts gets it, however late the line stands.
        let parts = allocate(
            &[
                wanted(7, 6),
                later(8, 2, date!(2026 - 12 - 05)),
                later(9, 3, first),
            ],
            &lots,
            TODAY,
        );
        let parts = parts.unwrap();
        assert_eq!(taken(&parts), [(8, 3, 2), (9, 2, 3), (7, 1, 5), (7, 2, 1)]);
        let told = |lines: &[Wanted]| -> Vec<(i64, bool)> {
            let shorts = allocate(lines, &lots, TODAY).unwrap_err();
            shorts.iter().map(|short| (short.left, short.expires)).collect()
        };
        assert_eq!(told(&[later(7, 8, first)]), [(7, true)]);
        assert_eq!(told(&[later(7, 1, date!(2027 - 01 - 01))]), [(0, true)]);
        assert_eq!(told(&[wanted(7, 13)]), [(12, false)]);
    }

    fn some_lots() -> impl Strategy<Value = Vec<Free>> {
        let one = (proptest::option::of(-3_i64..6), -9_i64..0, 0_i64..8, 0_u128..2);
        proptest::collection::vec(one, 0..9).prop_map(|rows| {
            let lots = rows.into_iter().zip(10_u128..);
            lots.map(|((best_before, produced, quantity, pack), number)| Free {
                lot: LotId(Uuid::from_u128(number)),
                pack: PackId(Uuid::from_u128(pack)),
                produced_on: shared::time::plus_days(TODAY, produced),
                best_before: best_before.map(|days| shared::time::plus_days(TODAY, days)),
                quantity,
            })
            .collect()
        })
    }

    fn some_lines() -> impl Strategy<Value = Vec<Wanted>> {
        proptest::collection::vec((1_i64..9, 0_u128..2), 1..4).prop_map(|rows| {
            let lines = rows.into_iter().zip(100_u128..);
            lines
                .map(|((quantity, pack), number)| Wanted {
                    line: OrderLineId(Uuid::from_u128(number)),
                    pack: PackId(Uuid::from_u128(pack)),
                    quantity,
                    good_on: TODAY,
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn every_line_gets_all_of_it_earliest_first_or_is_short(lots in some_lots(), lines in some_lines()) {
            let free = |pack: PackId| -> i64 {
                let lots = lots.iter().filter(|lot| lot.pack == pack && is_sellable(lot.best_before, TODAY));
                lots.map(|lot| lot.quantity).sum()
            };
            let asked = |pack: PackId| -> i64 {
                lines.iter().filter(|line| line.pack == pack).map(|line| line.quantity).sum()
            };
            match allocate(&lines, &lots, TODAY) {
                Err(shorts) => {
                    let expected: Vec<Short> = lines
                        .iter()
                        .filter(|line| asked(line.pack) > free(line.pack))
                        .map(|line| Short { line: line.line, left: free(line.pack), expires: false })
                        .collect();
                    prop_assert!(!expected.is_empty());
                    prop_assert_eq!(shorts, expected);
                }
                Ok(parts) => {
                    for line in &lines {
                        let own: i64 =
                            parts.iter().filter(|part| part.line == line.line).map(|part| part.quantity).sum();
                        prop_assert_eq!(own, line.quantity);
                    }
                    let sums = by_lot(parts.iter().map(|part| (part.lot, part.quantity)));
                    for lot in &lots {
                        let sum = sums.get(&lot.lot).copied().unwrap_or_default();
                        prop_assert!(sum <= lot.quantity);
                        prop_assert!(sum == 0 || is_sellable(lot.best_before, TODAY));
                        // Nothing is taken of a lot while an earlier one of its pack still has some.
                        let earlier = lots.iter().filter(|other| {
                            let rank = |lot: &Free| (lot.best_before.is_none(), lot.best_before, lot.produced_on, lot.lot);
                            other.pack == lot.pack && rank(other) < rank(lot) && is_sellable(other.best_before, TODAY)
                        });
                        for other in earlier {
                            prop_assert!(sum == 0 || sums.get(&other.lot).copied().unwrap_or_default() == other.quantity);
                        }
                    }
                }
            }
        }
    }
}
