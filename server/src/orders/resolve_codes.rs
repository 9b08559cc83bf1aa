//! Finds the packs that the codes of a buyer's list name, and how much of each can be ordered. Changes nothing.

use super::{possible::possible, quote::case_price};
use crate::{
    catalogue::{self, PackRow, ProductRow},
    http::{Cx, Received, Reply, Result},
    listings::Agreements,
    producers, stock,
};
use shared::{
    FieldCode, Money, OrganisationId, PackId, ProductId,
    codes::{BadNumber, check_gtin},
    orders::{CodeLine, Counting, MAX_CASES, ResolveCodes, ResolvedCode, ResolvedCodes, ResolvedPack},
    producers::ProducerRef,
};
use std::collections::{HashMap, HashSet};

/// Everything that the codes could mean.
struct Known {
    /// By the code without leading zeros: a GTIN-13 and the same number as GTIN-14 are one.
    packs: HashMap<String, Vec<PackRow>>,
    products: HashMap<ProductId, ProductRow>,
    producers: HashMap<OrganisationId, ProducerRef>,
    left: HashMap<PackId, i64>,
    agreements: Agreements,
}

pub(super) async fn resolve_codes(cx: Cx, received: Received<ResolveCodes>) -> Result<Reply<ResolveCodes>> {
    let body = &received.body;
    let lines = resolve(&cx, &body.lines, body.counting).await?;
    Reply::read(&ResolvedCodes { lines })
}

/// What lines come to, in their order. The same few queries, however many lines there are.
pub(super) async fn resolve(cx: &Cx, asked: &[CodeLine], counting: Counting) -> Result<Vec<ResolvedCode>> {
    let db = cx.reader();
    let codes: HashSet<String> = asked.iter().map(|line| key(&line.code)).collect();
    let packs = catalogue::packs_by_gtin(db, &codes).await?;
    let product_ids: HashSet<_> = packs.iter().map(|pack| pack.product_id).collect();
    let sellers: HashSet<_> = packs.iter().map(|pack| pack.producer_id).collect();
    let ids: HashSet<PackId> = packs.iter().map(|pack| pack.id).collect();
    let buyer = cx.member()?.organisation_id;
    let (products, producers, agreements, left) = tokio::try_join!(
        catalogue::products(db, product_ids),
        producers::producer_refs(db, sellers),
        Agreements::about(db, buyer, &ids),
        stock::available(db, &ids, cx.today()),
    )?;
    let mut by_code: HashMap<String, Vec<PackRow>> = HashMap::new();
    for pack in packs {
        let own: HashSet<String> = [&pack.gtin, &pack.case_gtin]
            .into_iter()
            .flatten()
            .map(|code| key(code))
            .collect();
        for code in own {
            by_code.entry(code).or_default().push(pack.clone());
        }
    }
    let known = Known {
        packs: by_code,
        products,
        producers,
        left,
        agreements,
    };
    let mut lines: Vec<ResolvedCode> = Vec::with_capacity(asked.len());
    let mut places: HashMap<PackId, (usize, Sum)> = HashMap::new();
    for line in asked {
        let mut found = known.look(line, counting, Sum::default());
        let Some(pack_id) = found.pack.as_ref().map(|pack| pack.pack_id) else {
            lines.push(found);
            continue;
        };
        // The same pack twice counts as the sum, at its first place.
        let (place, before) = places.entry(pack_id).or_insert((lines.len(), Sum::default()));
        if let Some(first) = lines.get_mut(*place) {
            let sum = known.look(line, counting, *before);
            (first.quantity, first.possible, first.problem) = (sum.quantity, sum.possible, sum.problem);
            (found.quantity, found.possible, found.problem) = (0, 0, Some(FieldCode::Duplicate));
        }
        *before = known.sum(line, counting, *before);
        lines.push(found);
    }
    Ok(lines)
}

/// The code as it is compared: digits alone, without leading zeros.
fn key(code: &str) -> String {
    digits(code).trim_start_matches('0').to_owned()
}

fn is_case(pack: &PackRow, code: &str) -> bool {
    pack.case_gtin.as_deref().map(key) == Some(key(code))
}

fn digits(code: &str) -> String {
    code.chars()
        .filter(|letter| !matches!(letter, ' ' | '-'))
        .collect()
}

/// What was asked of a pack so far, before it is raised to a minimum or to full cases.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    cases: i64,
    units: i64,
}

impl Sum {
    fn in_cases(self, pack: &PackRow) -> i64 {
        let units = i64::from(pack.units.max(1));
        let full = self.units.saturating_add(units - 1) / units;
        self.cases.saturating_add(full).min(MAX_CASES)
    }
}

impl Known {
    fn candidates(&self, code: &str) -> &[PackRow] {
        self.packs.get(&key(code)).map(Vec::as_slice).unwrap_or_default()
    }

    /// With what one more line asks for.
    fn sum(&self, line: &CodeLine, counting: Counting, mut sum: Sum) -> Sum {
        let of_case = self
            .candidates(&line.code)
            .iter()
            .any(|pack| is_case(pack, &line.code));
        let part = match counting {
            Counting::Units if !of_case => &mut sum.units,
            _ => &mut sum.cases,
        };
        *part = part.saturating_add(line.quantity);
        sum
    }

    /// What one line comes to, on top of earlier lines.
    fn look(&self, line: &CodeLine, counting: Counting, before: Sum) -> ResolvedCode {
        let CodeLine {
            code,
            quantity: asked,
        } = line;
        let left = |pack: &PackRow| self.left.get(&pack.id).copied().unwrap_or_default();
        let candidates = self.candidates(code);
        let sum = self.sum(line, counting, before);
        let cases = |pack: &PackRow| sum.in_cases(pack);
        let looked = |pack: &PackRow| {
            let product = self.products.get(&pack.product_id);
            possible(pack, product, cases(pack), left(pack))
        };
        // A consumer unit may be sold in several cases: the code of the case decides, then what can be had, then the smallest.
        let best = candidates
            .iter()
            .min_by_key(|pack| (!is_case(pack, code), looked(pack).now == 0, pack.units, pack.id));
        let Some(pack) = best else {
            let wrong = check_gtin(&digits(code)).is_err_and(|wrong| matches!(wrong, BadNumber::CheckDigit));
            return ResolvedCode {
                code: code.clone(),
                asked: *asked,
                pack: None,
                quantity: 0,
                possible: 0,
                problem: Some(if wrong {
                    FieldCode::CheckDigit
                } else {
                    FieldCode::Unknown
                }),
            };
        };
        let found = looked(pack);
        ResolvedCode {
            code: code.clone(),
            asked: *asked,
            pack: self.named(pack),
            quantity: found.raised,
            possible: found.now,
            problem: found.problem.map(|(code, _)| code),
        }
    }

    fn named(&self, pack: &PackRow) -> Option<ResolvedPack> {
        let product = self
            .products
            .get(&pack.product_id)
            .filter(|product| product.public)?;
        let unit_price = self.agreements.price(pack);
        Some(ResolvedPack {
            pack_id: pack.id,
            product_id: product.id,
            product_slug: product.slug.clone(),
            product_name: product.name.clone(),
            product_name_en: product.name_en.clone(),
            producer: self.producers.get(&pack.producer_id)?.clone(),
            pack_label: pack.label.clone(),
            pack_label_en: pack.label_en.clone(),
            units: pack.units,
            case_price: Money::vnd(case_price(pack, unit_price)),
            agreed_listing_id: unit_price.agreed,
            min_cases: pack.min_cases,
            case_multiple: pack.case_multiple,
        })
    }
}
