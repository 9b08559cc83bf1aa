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
    let mut places: HashMap<PackId, usize> = HashMap::new();
    for line in asked {
        let mut found = known.look(&line.code, line.quantity, counting, 0);
        let Some(pack_id) = found.pack.as_ref().map(|pack| pack.pack_id) else {
            lines.push(found);
            continue;
        };
        // The same pack twice counts as the sum, at its first place.
        if let Some(first) = places.get(&pack_id).and_then(|place| lines.get_mut(*place)) {
            let sum = known.look(&line.code, line.quantity, counting, first.quantity);
            (first.quantity, first.possible, first.problem) = (sum.quantity, sum.possible, sum.problem);
            (found.quantity, found.possible, found.problem) = (0, 0, Some(FieldCode::Duplicate));
        } else {
            places.insert(pack_id, lines.len());
        }
        lines.push(found);
    }
    Ok(lines)
}

/// The code as it is compared: digits alone, without leading zeros.
fn key(code: &str) -> String {
    digits(code).trim_start_matches('0').to_owned()
}

fn digits(code: &str) -> String {
    code.chars()
        .filter(|letter| !matches!(letter, ' ' | '-'))
        .collect()
}

impl Known {
    /// What one line comes to, on top of so many cases from earlier lines.
    fn look(&self, code: &str, asked: i64, counting: Counting, before: i64) -> ResolvedCode {
        let code_key = key(code);
        let is_case = |pack: &PackRow| pack.case_gtin.as_deref().map(key).as_ref() == Some(&code_key);
        let left = |pack: &PackRow| self.left.get(&pack.id).copied().unwrap_or_default();
        let candidates = self.packs.get(&code_key).map(Vec::as_slice).unwrap_or_default();
        let cases = |pack: &PackRow| {
            let own = match counting {
                Counting::Units if !is_case(pack) => {
                    let units = i64::from(pack.units.max(1));
                    asked.saturating_add(units - 1) / units
                }
                _ => asked,
            };
            before.saturating_add(own).min(MAX_CASES)
        };
        let looked = |pack: &PackRow| {
            let product = self.products.get(&pack.product_id);
            possible(pack, product, cases(pack), left(pack))
        };
        // A consumer unit may be sold in several cases: the code of the case decides, then what can be had, then the smallest.
        let best = candidates
            .iter()
            .min_by_key(|pack| (!is_case(pack), looked(pack).now == 0, pack.units, pack.id));
        let Some(pack) = best else {
            let wrong = check_gtin(&digits(code)).is_err_and(|wrong| matches!(wrong, BadNumber::CheckDigit));
            return ResolvedCode {
                code: code.to_owned(),
                asked,
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
            code: code.to_owned(),
            asked,
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
