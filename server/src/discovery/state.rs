//! All published products as of one commit and one business day.

use super::{
    bits::Bits,
    fitting::Fitting,
    order::{Order, compare, index, numbered},
    row::{Row, words_of},
    words::{Lookup, Texts},
};
use crate::{catalogue::PublicProduct, curation::FeatureRow, province::province};
use shared::{
    Date, PackId, ProductId,
    catalogue::Claim,
    discovery::{ProductCard, ProductSort},
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// More changes than this at once, and the orders are sorted anew.
const MANY: usize = 200;

/// The products, and for each choice which of them fit.
#[derive(Debug)]
pub(super) struct State {
    pub(super) day: Date,
    rows: Vec<Option<Row>>,
    free: Vec<u32>,
    by_id: HashMap<ProductId, u32>,
    pub(super) features: Vec<FeatureRow>,
    pub(super) lookup: Option<Lookup>,
    orders: [Order; ProductSort::ALL.len()],
    pub(super) sets: Sets,
}

/// Which rows fit which choice.
#[derive(Debug, Default)]
pub(super) struct Sets {
    pub(super) all: Bits,
    /// By number of stars.
    pub(super) stars: [Bits; 6],
    /// By code of the sub-group.
    pub(super) groups: HashMap<Box<str>, Bits>,
    pub(super) communes: HashMap<String, Bits>,
    pub(super) claims: [Bits; Claim::ALL.len()],
    /// By month less one.
    pub(super) months: [Bits; 12],
    pub(super) in_stock: Bits,
    pub(super) on_shelf: Bits,
    pub(super) papers_complete: Bits,
    /// By slug.
    pub(super) producers: HashMap<String, HashSet<u32>>,
}

/// Changes, and the places for them.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) put: Vec<(u32, Row)>,
    pub(super) take: Vec<u32>,
}

impl Sets {
    fn change(&mut self, number: u32, row: &Row, change: fn(&mut Bits, u32)) {
        change(&mut self.all, number);
        if let Some(set) = self.stars.get_mut(usize::from(row.stars)) {
            change(set, number);
        }
        match self.groups.get_mut(&row.group) {
            Some(set) => change(set, number),
            None => change(self.groups.entry(row.group.clone()).or_default(), number),
        }
        match self.communes.get_mut(&row.maker.commune.code) {
            Some(set) => change(set, number),
            None => change(
                self.communes.entry(row.maker.commune.code.clone()).or_default(),
                number,
            ),
        }
        for (claim, set) in Claim::ALL.iter().zip(&mut self.claims) {
            if row.claims.contains(claim) {
                change(set, number);
            }
        }
        for (month, set) in (1..).zip(&mut self.months) {
            if row.in_season(month) {
                change(set, number);
            }
        }
        if row.in_stock() {
            change(&mut self.in_stock, number);
        }
        if row.on_shelf {
            change(&mut self.on_shelf, number);
        }
        if row.papers_complete {
            change(&mut self.papers_complete, number);
        }
    }

    /// Rows that have any of these numbers of stars.
    pub(super) fn with_stars(&self, stars: &[u8]) -> Bits {
        let mut any = Bits::default();
        for set in stars
            .iter()
            .filter_map(|stars| self.stars.get(usize::from(*stars)))
        {
            any.or(set);
        }
        any
    }

    /// For each of these claims, the rows that may make it.
    pub(super) fn claiming(&self, claims: &[Claim]) -> impl Iterator<Item = &Bits> {
        let all = Claim::ALL.iter().zip(&self.claims);
        all.filter(|(claim, _)| claims.contains(claim))
            .map(|(_, set)| set)
    }

    fn insert(&mut self, number: u32, row: &Row) {
        self.change(number, row, Bits::insert);
        let slug = &row.maker.producer.slug;
        match self.producers.get_mut(slug) {
            Some(set) => set.insert(number),
            None => self.producers.entry(slug.clone()).or_default().insert(number),
        };
    }

    fn remove(&mut self, number: u32, row: &Row) {
        self.change(number, row, Bits::remove);
        if let Some(set) = self.producers.get_mut(&row.maker.producer.slug) {
            set.remove(&number);
        }
    }
}

impl Default for State {
    fn default() -> Self {
        Self {
            day: Date::MIN,
            rows: Vec::new(),
            free: Vec::new(),
            by_id: HashMap::new(),
            features: Vec::new(),
            lookup: None,
            orders: Default::default(),
            sets: Sets::default(),
        }
    }
}

impl State {
    pub(super) fn row(&self, number: u32) -> Option<&Row> {
        self.rows.get(index(number))?.as_ref()
    }

    /// The products that are there.
    pub(super) fn ids(&self) -> Vec<ProductId> {
        self.rows.iter().flatten().map(|row| row.id).collect()
    }

    /// The rows of these products, as far as they are there.
    pub(super) fn numbers(&self, products: &BTreeSet<ProductId>) -> Bits {
        products
            .iter()
            .filter_map(|id| self.by_id.get(id).copied())
            .collect()
    }

    /// A product's row with what it is found by; none where it is not there.
    pub(super) fn texts(&self, product: &PublicProduct) -> Option<(u32, Option<Texts>)> {
        let number = *self.by_id.get(&product.id)?;
        let texts = words_of(&product.texts, &self.row(number)?.maker);
        Some((number, Some(texts)))
    }

    /// Everything can be found by its words, which these marks are of.
    pub(super) fn worded(&mut self, lookup: Lookup, marks: &[(u32, u64)]) {
        self.lookup = Some(lookup);
        for (number, mark) in marks {
            if let Some(Some(row)) = self.rows.get_mut(index(*number)) {
                row.words = *mark;
            }
        }
    }

    pub(super) fn order(&self, sort: ProductSort) -> Option<&Order> {
        let place = ProductSort::ALL.iter().position(|one| *one == sort)?;
        self.orders.get(place)
    }

    /// Finds places for rows that were read; `asked` are the products that were looked for (None: all).
    /// The words that changed are handed over beside.
    pub(super) fn plan(
        &self,
        read: Vec<(Row, Texts)>,
        asked: Option<&[ProductId]>,
    ) -> (Plan, Vec<(u32, Option<Texts>)>) {
        let found: HashSet<ProductId> = read.iter().map(|(row, _)| row.id).collect();
        let gone = |id: &ProductId| self.by_id.get(id).copied().filter(|_| !found.contains(id));
        let mut plan = Plan {
            put: Vec::with_capacity(read.len()),
            take: match asked {
                Some(asked) => asked.iter().filter_map(gone).collect(),
                None => self.by_id.keys().filter_map(gone).collect(),
            },
        };
        let mut words: Vec<_> = plan.take.iter().map(|number| (*number, None)).collect();
        let next = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let mut places = self.free.iter().rev().copied().chain(next..);
        for (row, texts) in read {
            let known = self.by_id.get(&row.id).copied();
            let Some(number) = known.or_else(|| places.next()) else {
                continue;
            };
            if self.row(number).is_none_or(|old| old.words != row.words) {
                words.push((number, Some(texts)));
            }
            plan.put.push((number, row));
        }
        (plan, words)
    }

    /// Makes the changes. Rows not named stay as they are, but for the day.
    pub(super) fn carry_out(
        &mut self,
        plan: Plan,
        lookup: Option<Lookup>,
        features: Vec<FeatureRow>,
        day: Date,
    ) {
        self.features = features;
        if lookup.is_some() {
            self.lookup = lookup;
        }
        let anew = self.day != day || plan.put.len() + plan.take.len() > MANY;
        // In this order: the free places were given out from the last.
        for (number, row) in plan.put {
            self.put(number, row, anew);
        }
        for number in plan.take {
            self.take(number, anew);
        }
        if anew {
            self.turn(day);
        }
    }

    /// Makes everything as it is on a day.
    pub(super) fn turn(&mut self, day: Date) {
        self.day = day;
        let mut sets = Sets::default();
        for (number, row) in (0..).zip(&mut self.rows) {
            if let Some(row) = row {
                row.turn(day);
                sets.insert(number, row);
            }
        }
        self.sets = sets;
        for (sort, order) in ProductSort::ALL.iter().zip(&mut self.orders) {
            *order = Order::new(*sort, &self.rows);
        }
    }

    fn take(&mut self, number: u32, anew: bool) {
        if !anew {
            self.orders.iter_mut().for_each(|order| order.remove(number));
        }
        if let Some(old) = self.rows.get_mut(index(number)).and_then(Option::take) {
            self.by_id.remove(&old.id);
            self.sets.remove(number, &old);
            self.free.push(number);
        }
    }

    fn put(&mut self, number: u32, row: Row, anew: bool) {
        let place = index(number);
        if place >= self.rows.len() {
            self.rows.resize_with(place + 1, || None);
        }
        if self.free.last() == Some(&number) {
            self.free.pop();
        }
        // Most changes are of stock and leave the orders alone.
        let old = self.row(number);
        let moved: Vec<bool> = ProductSort::ALL
            .iter()
            .map(|sort| !anew && old.is_none_or(|old| compare(*sort, old, &row).is_ne()))
            .collect();
        for (order, _) in self.orders.iter_mut().zip(&moved).filter(|(_, moved)| **moved) {
            order.remove(number);
        }
        self.by_id.insert(row.id, number);
        if !anew {
            if let Some(old) = self.rows.get(place).and_then(Option::as_ref) {
                self.sets.remove(number, old);
            }
            self.sets.insert(number, &row);
        }
        if let Some(slot) = self.rows.get_mut(place) {
            *slot = Some(row);
        }
        for ((sort, order), _) in ProductSort::ALL
            .iter()
            .zip(&mut self.orders)
            .zip(&moved)
            .filter(|(_, moved)| **moved)
        {
            order.insert(*sort, number, &self.rows);
        }
    }

    /// The packs of products, as far as these are published.
    pub(super) fn packs(&self, products: &BTreeSet<ProductId>) -> Vec<PackId> {
        let rows = products.iter().filter_map(|id| self.row_of(*id));
        rows.flat_map(|row| row.packs.iter().map(|pack| pack.id))
            .collect()
    }

    /// Puts in what is left of these products' packs.
    pub(super) fn restock(&mut self, products: &BTreeSet<ProductId>, left: &HashMap<PackId, i64>) {
        for product in products {
            let Some(number) = self.by_id.get(product).copied() else {
                continue;
            };
            let Some(Some(row)) = self.rows.get_mut(index(number)) else {
                continue;
            };
            let mut next = row.clone();
            next.restock(left);
            if next.stands_as(row) {
                *row = next;
            } else {
                self.put(number, next, false);
            }
        }
    }

    /// The rows that are featured now: within their days, certificate valid, in stock.
    pub(super) fn featured(&self) -> Bits {
        self.features
            .iter()
            .filter(|feature| feature.from <= self.day && self.day <= feature.until)
            .filter_map(|feature| self.by_id.get(&feature.product_id).copied())
            .filter(|number| {
                self.row(*number)
                    .is_some_and(|row| row.stars > 0 && row.in_stock())
            })
            .collect()
    }

    /// A product as of the day.
    pub(super) fn row_of(&self, id: ProductId) -> Option<&Row> {
        self.row(*self.by_id.get(&id)?)
    }

    /// A product's card, with its number of stars and stock as of the day.
    pub(super) fn card_of(&self, id: ProductId) -> Option<ProductCard> {
        let number = *self.by_id.get(&id)?;
        Some(self.row(number)?.card(self.featured().has(number)))
    }

    /// The rows with a pack that fits. Every row is looked at: prices are too many to keep a set of each.
    pub(super) fn with_pack(&self, fitting: Fitting) -> Bits {
        numbered(&self.rows)
            .filter(|(_, row)| row.has_pack(fitting))
            .map(|(number, _)| number)
            .collect()
    }

    /// Every group's rows, sub-groups' with them: codes are cut at dots.
    pub(super) fn group(&self, code: &str) -> Bits {
        let mut bits = Bits::default();
        for (group, set) in &self.sets.groups {
            if within(group, code) {
                bits.or(set);
            }
        }
        bits
    }
}

/// Whether a group is another or one of its sub-groups: `I.1.a` is in `I.1` and `I`, `II` is not in `I`.
pub(super) fn within(code: &str, group: &str) -> bool {
    code.strip_prefix(group)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether a code names a group, a sub-group or what lies between (`I.1`).
pub(super) fn is_group(code: &str) -> bool {
    !code.is_empty() && province().groups.iter().any(|group| within(&group.code, code))
}
