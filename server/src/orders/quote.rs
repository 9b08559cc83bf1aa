//! What a purchase would cost now, order by order; or everything that keeps it from being placed. Pure.

use super::{
    amounts::{self, Amounts, MOST},
    terms::{is_orderable, quantity_problem},
};
use crate::{
    catalogue::{PackRow, ProductRow},
    http::{Error, Result},
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
}

/// One pack's lines, added up.
struct Asked {
    pack_id: PackId,
    quantity: i64,
    lines: Vec<usize>,
}

/// Prices a purchase. All that is wrong with it is said at once.
pub(super) fn quote(lines: &[PurchaseLine], mut known: Known) -> Result<Quote> {
    let asked = merged(lines);
    refuse_unorderable(&asked, &known)?;
    let mut refusal = Refusal::default();
    let mut by_seller: BTreeMap<OrganisationId, Vec<Line>> = BTreeMap::new();
    for one in asked {
        let found = known.packs.remove(&one.pack_id);
        let found = found.and_then(|pack| Some((known.products.get(&pack.product_id)?.clone(), pack)));
        let Some((product, pack)) = found else { continue };
        match price(&pack, one.quantity) {
            Ok(amounts) => by_seller.entry(pack.producer_id).or_default().push(Line {
                pack,
                product,
                quantity: one.quantity,
                amounts,
                asked: one.lines,
            }),
            Err((code, limit)) => {
                for index in one.lines {
                    refusal.add(format!("lines[{index}].quantity"), code, limit);
                }
            }
        }
    }
    refusal.or_go_on()?;
    let mut sellers = Vec::new();
    let mut refusal = Refusal::default();
    for (producer_id, lines) in by_seller {
        let amounts = amounts::sum(lines.iter().map(|line| line.amounts)).ok_or_else(too_much)?;
        let terms = known.terms.get(&producer_id);
        let least = terms.map_or(0, |terms| terms.minimum_order);
        if amounts.subtotal < least {
            refusal.add("lines".to_owned(), FieldCode::Minimum, least);
        }
        sellers.push(Seller {
            producer_id,
            lines,
            amounts,
        });
    }
    refusal.or_go_on()?;
    let amounts = amounts::sum(sellers.iter().map(|seller| seller.amounts)).ok_or_else(too_much)?;
    Ok(Quote { sellers, amounts })
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

fn refuse_unorderable(asked: &[Asked], known: &Known) -> Result<()> {
    let orderable = |id| {
        let pack = known.packs.get(&id);
        pack.is_some_and(|pack| is_orderable(pack, known.products.get(&pack.product_id)))
    };
    let mut bad: Vec<usize> = asked
        .iter()
        .filter(|one| !orderable(one.pack_id))
        .flat_map(|one| one.lines.iter().copied())
        .collect();
    if bad.is_empty() {
        return Ok(());
    }
    bad.sort_unstable();
    Err(bad
        .into_iter()
        .fold(Error::refuse(Code::NotOrderable), |refusal, index| {
            refusal.with_field(format!("lines[{index}].pack_id"), FieldCode::NotOrderable, None)
        }))
}

/// What so many cases cost, or what is wrong with the number and the limit it breaks.
pub(super) fn price(pack: &PackRow, quantity: i64) -> std::result::Result<Amounts, (FieldCode, i64)> {
    if quantity > MAX_CASES {
        return Err((FieldCode::TooLarge, MAX_CASES));
    }
    if let Some(problem) = quantity_problem(pack, quantity) {
        return Err(problem);
    }
    amounts::of_line(quantity, pack.units, pack.unit_price, pack.vat_code).ok_or_else(|| {
        (
            FieldCode::TooLarge,
            amounts::most_cases(pack.units, pack.unit_price),
        )
    })
}

fn too_much() -> Error {
    Error::refuse(Code::ValidationFailed).with_field("lines", FieldCode::TooLarge, Some(MOST))
}

/// Collects what is wrong with the caller's lines.
#[derive(Default)]
struct Refusal(Vec<(String, FieldCode, i64)>);

impl Refusal {
    fn add(&mut self, field: String, code: FieldCode, limit: i64) {
        self.0.push((field, code, limit));
    }

    fn or_go_on(self) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let refusal = Error::refuse(Code::ValidationFailed);
        Err(self.0.into_iter().fold(refusal, |refusal, (field, code, limit)| {
            refusal.with_field(field, code, Some(limit))
        }))
    }
}
