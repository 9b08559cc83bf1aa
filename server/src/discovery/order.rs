//! The orders in which products are listed, kept sorted so that a page is read off and not computed.

use super::{bits::Bits, row::Row};
use shared::{catalogue::PricePer, discovery::ProductSort};
use std::cmp::{Ordering, Reverse};

/// One order of all rows.
#[derive(Debug, Default)]
pub(super) struct Order {
    rows: Vec<u32>,
    /// Place of each row in `rows`.
    ranks: Vec<u32>,
}

/// How two rows stand to each other. No two are equal.
pub(super) fn compare(sort: ProductSort, a: &Row, b: &Row) -> Ordering {
    let by_name = || a.name_key.cmp(&b.name_key).then_with(|| a.id.cmp(&b.id));
    match sort {
        ProductSort::Relevance => (Reverse(a.stars), Reverse(a.in_stock()))
            .cmp(&(Reverse(b.stars), Reverse(b.in_stock())))
            .then_with(by_name),
        ProductSort::Name => by_name(),
        // Either way what is sold by the piece comes after what is weighed, and what has no price comes last.
        ProductSort::PriceAscending => {
            let price = |row: &Row| row.price_per.map_or((true, i64::MAX), PricePer::rank);
            price(a).cmp(&price(b)).then_with(by_name)
        }
        ProductSort::PriceDescending => {
            let price = |row: &Row| {
                let (piece, amount) = row.price_per.map_or((true, i64::MIN), PricePer::rank);
                (piece, Reverse(amount))
            };
            price(a).cmp(&price(b)).then_with(by_name)
        }
        ProductSort::Newest => {
            (Reverse(a.published_at), Reverse(a.id)).cmp(&(Reverse(b.published_at), Reverse(b.id)))
        }
    }
}

impl Order {
    /// Sorts everything anew.
    pub(super) fn new(sort: ProductSort, rows: &[Option<Row>]) -> Self {
        let mut known: Vec<(u32, &Row)> = numbered(rows).collect();
        known.sort_unstable_by(|(_, a), (_, b)| compare(sort, a, b));
        let mut order = Self {
            rows: known.into_iter().map(|(row, _)| row).collect(),
            ranks: Vec::new(),
        };
        order.rank(0, order.rows.len());
        order
    }

    /// Takes a row out; `rows` must still hold it as it was.
    pub(super) fn remove(&mut self, row: u32) {
        let place = self.place(row);
        if self.rows.get(place) == Some(&row) {
            self.rows.remove(place);
            self.rank(place, self.rows.len());
        }
    }

    /// Puts a row in, by what `rows` hold of it.
    pub(super) fn insert(&mut self, sort: ProductSort, row: u32, rows: &[Option<Row>]) {
        let at = |row: u32| rows.get(index(row)).and_then(Option::as_ref);
        let Some(new) = at(row) else { return };
        let place = self
            .rows
            .partition_point(|other| at(*other).is_some_and(|other| compare(sort, other, new).is_lt()));
        self.rows.insert(place, row);
        self.rank(place, self.rows.len());
    }

    fn place(&self, row: u32) -> usize {
        self.ranks.get(index(row)).map_or(usize::MAX, |rank| index(*rank))
    }

    fn rank(&mut self, from: usize, to: usize) {
        for (place, row) in (from..to).zip(self.rows.get(from..to).unwrap_or_default()) {
            let row = index(*row);
            if row >= self.ranks.len() {
                self.ranks.resize(row + 1, 0);
            }
            if let (Some(rank), Ok(place)) = (self.ranks.get_mut(row), u32::try_from(place)) {
                *rank = place;
            }
        }
    }

    /// Adds the rows of a set to a page, in this order, past the first `skip`.
    pub(super) fn page(&self, set: &Bits, size: usize, skip: usize, most: usize, page: &mut Vec<u32>) {
        let room = most.saturating_sub(page.len());
        // A small set is sorted by rank; for a large one the order is walked until the page is full.
        let walk = (skip + room).saturating_mul(self.rows.len()) / size.max(1);
        if size.saturating_mul(16) < walk {
            let mut rows: Vec<u32> = set.rows().collect();
            rows.sort_unstable_by_key(|row| self.place(*row));
            page.extend(rows.into_iter().skip(skip).take(room));
        } else {
            page.extend(
                self.rows
                    .iter()
                    .copied()
                    .filter(|row| set.has(*row))
                    .skip(skip)
                    .take(room),
            );
        }
    }
}

/// The rows in use, with their numbers.
pub(super) fn numbered(rows: &[Option<Row>]) -> impl Iterator<Item = (u32, &Row)> {
    (0_u32..)
        .zip(rows)
        .filter_map(|(number, row)| Some((number, row.as_ref()?)))
}

#[expect(clippy::as_conversions, reason = "u32 fits usize on every machine we run on")]
pub(super) const fn index(row: u32) -> usize {
    row as usize
}
