//! What a purchase would cost now, order by order; or everything that keeps it from being placed. Pure.

use super::{
    amounts::{self, Amounts, MOST},
    short,
    terms::{is_orderable, quantity_problem},
};
use crate::{
    catalogue::{PackRow, ProductRow},
    http::Error,
    listings::{Agreements, UnitPrice},
    producers::Terms,
};
use shared::{
    Code, FieldCode, OrganisationId, PackId, ProductId,
    orders::{MAX_CASES, PurchaseLine},
};
use std::collections::{BTreeMap, HashMap};

/// A purchase, priced.
#[derive(Debug)]
pub(super) struct Quote {
    /// In the order of the producers' ids.
    pub(super) sellers: Vec<Seller>,
    pub(super) amounts: Amounts,
}

/// What is wanted of one producer.
#[derive(Debug)]
pub(super) struct Seller {
    pub(super) producer_id: OrganisationId,
    pub(super) lines: Vec<Line>,
    pub(super) amounts: Amounts,
}

/// What is wanted of one pack.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) pack: PackRow,
    pub(super) product: ProductRow,
    pub(super) quantity: i64,
    pub(super) unit_price: UnitPrice,
    pub(super) amounts: Amounts,
    /// Which of the caller's lines ask for the pack.
    pub(super) asked: Vec<usize>,
}

/// What is known of everything that is asked for.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) packs: HashMap<PackId, PackRow>,
    pub(super) products: HashMap<ProductId, ProductRow>,
    pub(super) terms: HashMap<OrganisationId, Terms>,
    pub(super) agreements: Agreements,
}

/// One pack's lines, added up.
struct Asked {
    pack_id: PackId,
    quantity: i64,
    lines: Vec<usize>,
}

/// Prices a purchase. All that is wrong with it is said at once, save what only the stock knows.
pub(super) fn quote(lines: &[PurchaseLine], mut known: Known) -> std::result::Result<Quote, Refusal> {
    let mut refusal = Refusal::default();
    let mut by_seller: BTreeMap<OrganisationId, Vec<Line>> = BTreeMap::new();
    for one in merged(lines) {
        let found = known.packs.remove(&one.pack_id);
        let found = found.and_then(|pack| Some((known.products.get(&pack.product_id)?.clone(), pack)));
        let Some((product, pack)) = found.filter(|(product, pack)| is_orderable(pack, Some(product))) else {
            refusal.add_each(&one.lines, "pack_id", FieldCode::NotOrderable, None);
            continue;
        };
        let unit_price = known.agreements.price(&pack);
        let amounts = match price(&pack, unit_price, one.quantity) {
            Ok(amounts) => amounts,
            Err((code, limit)) => {
                refusal.add_each(&one.lines, "quantity", code, Some(limit));
                continue;
            }
        };
        let case_price = case_price(&pack, unit_price);
        let changed = one.lines.iter().copied().filter(|index| {
            let seen = lines.get(*index).and_then(|line| line.expected_case_price);
            seen.is_some_and(|seen| seen != case_price)
        });
        let changed: Vec<usize> = changed.collect();
        refusal.add_each(
            &changed,
            "expected_case_price",
            FieldCode::CasePrice,
            Some(case_price),
        );
        by_seller.entry(pack.producer_id).or_default().push(Line {
            pack,
            product,
            quantity: one.quantity,
            unit_price,
            amounts,
            asked: one.lines,
        });
    }
    let all_priced = refusal.problems.is_empty();
    let mut sellers = Vec::new();
    for (producer_id, lines) in by_seller {
        let amounts = amounts::sum(lines.iter().map(|line| line.amounts)).ok_or_else(Refusal::too_much)?;
        let terms = known.terms.get(&producer_id);
        let least = terms.map_or(0, |terms| terms.minimum_order);
        // Where a line is wrong nobody knows yet what the order will come to.
        if all_priced && amounts.subtotal < least {
            let first = lines.iter().flat_map(|line| &line.asked).min();
            refusal.add_each(first, "pack_id", FieldCode::ProducerMinimum, Some(least));
        }
        sellers.push(Seller {
            producer_id,
            lines,
            amounts,
        });
    }
    if !refusal.problems.is_empty() {
        let priced = sellers.into_iter().flat_map(|seller| seller.lines);
        refusal.priced = priced
            .map(|line| (line.pack.id, line.quantity, line.asked))
            .collect();
        return Err(refusal);
    }
    let total = amounts::sum(sellers.iter().map(|seller| seller.amounts));
    Ok(Quote {
        sellers,
        amounts: total.ok_or_else(Refusal::too_much)?,
    })
}

/// The same pack twice counts as the sum.
fn merged(lines: &[PurchaseLine]) -> Vec<Asked> {
    let mut places: HashMap<PackId, usize> = HashMap::new();
    let mut merged: Vec<Asked> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let place = *places.entry(line.pack_id).or_insert(merged.len());
        match merged.get_mut(place) {
            Some(asked) => {
                asked.quantity = asked.quantity.saturating_add(line.quantity);
                asked.lines.push(index);
            }
            None => merged.push(Asked {
                pack_id: line.pack_id,
                quantity: line.quantity,
                lines: vec![index],
            }),
        }
    }
    merged
}

/// What a case costs, before VAT.
pub(super) fn case_price(pack: &PackRow, unit_price: UnitPrice) -> i64 {
    i64::from(pack.units).saturating_mul(unit_price.amount)
}

/// What so many cases cost, or what is wrong with the number and the limit it breaks.
pub(super) fn price(
    pack: &PackRow,
    unit_price: UnitPrice,
    quantity: i64,
) -> std::result::Result<Amounts, (FieldCode, i64)> {
    if quantity > MAX_CASES {
        return Err((FieldCode::TooLarge, MAX_CASES));
    }
    if let Some(problem) = quantity_problem(pack, quantity) {
        return Err(problem);
    }
    amounts::of_line(quantity, pack.units, unit_price.amount, pack.vat_code).ok_or_else(|| {
        (
            FieldCode::TooLarge,
            amounts::most_cases(pack.units, unit_price.amount),
        )
    })
}

/// What is wrong with the caller's lines, and which of them could be priced all the same.
#[derive(Debug, Default)]
pub(super) struct Refusal {
    /// The line it is about, the field, what is wrong, the limit.
    problems: Vec<(Option<usize>, String, FieldCode, Option<i64>)>,
    priced: Vec<(PackId, i64, Vec<usize>)>,
}

impl Refusal {
    fn too_much() -> Self {
        Self {
            problems: vec![(None, "lines".to_owned(), FieldCode::TooLarge, Some(MOST))],
            priced: Vec::new(),
        }
    }

    fn add_each<'a>(
        &mut self,
        lines: impl IntoIterator<Item = &'a usize>,
        field: &str,
        code: FieldCode,
        limit: Option<i64>,
    ) {
        for index in lines {
            let field = format!("lines[{index}].{field}");
            self.problems.push((Some(*index), field, code, limit));
        }
    }

    /// The packs whose stock is still to be looked at.
    pub(super) fn packs(&self) -> impl Iterator<Item = PackId> {
        self.priced.iter().map(|(pack, ..)| *pack)
    }

    /// Adds the lines that are short, by what is left of each pack that is good on the wanted day, and what is left now.
    pub(super) fn with_stock(mut self, good: &HashMap<PackId, i64>, now: &HashMap<PackId, i64>) -> Self {
        let of = |left: &HashMap<PackId, i64>, pack| left.get(&pack).copied().unwrap_or_default();
        let mut any_expires = false;
        for (pack, quantity, lines) in std::mem::take(&mut self.priced) {
            let left = of(good, pack);
            let expires = left < of(now, pack);
            if left < quantity {
                any_expires |= expires;
                self.add_each(&lines, "quantity", short::code(expires), Some(left));
            }
        }
        if any_expires {
            self.add_day(FieldCode::GoodsExpire);
        }
        self
    }

    /// Says that the wanted day is wrong.
    pub(super) fn add_day(&mut self, code: FieldCode) {
        self.problems.push((None, short::DAY.to_owned(), code, None));
    }
}

/// One refusal names every bad line with its kind; the gravest kind gives the code.
impl From<Refusal> for Error {
    fn from(mut refusal: Refusal) -> Self {
        let gravest = refusal.problems.iter().map(|(_, _, code, _)| match code {
            FieldCode::NotOrderable => (0, Code::NotOrderable),
            FieldCode::StockInsufficient | FieldCode::PastBestBefore | FieldCode::GoodsExpire => {
                (2, Code::StockInsufficient)
            }
            FieldCode::CasePrice => (3, Code::PriceChanged),
            _ => (1, Code::ValidationFailed),
        });
        let code = gravest.min_by_key(|(rank, _)| *rank);
        let code = code.map_or(Code::ValidationFailed, |(_, code)| code);
        refusal.problems.sort_by_key(|(line, ..)| *line);
        refusal
            .problems
            .into_iter()
            .fold(Self::refuse(code), |refusal, (_, field, code, limit)| {
                refusal.with_field(field, code, limit)
            })
    }
}
