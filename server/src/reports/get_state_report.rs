//! Tells how the programme stands on a day: what the province reports on 18–20 November and on 1 December.

use super::tally::Tally;
use crate::{
    catalogue, certification,
    http::{Cx, Error, Received, Reply, Result},
    listings::standing_on,
    producers,
    province::{province, sort_key},
};
use shared::{
    FieldCode, ProductId,
    reports::{GetStateReport, StateReport},
    time::plus_days,
};
use std::collections::HashSet;

/// How far ahead the report looks for what lapses, and a year back for what has lapsed.
const AHEAD: i64 = 180;
const BACK: i64 = 365;

pub(super) async fn get_state_report(
    cx: Cx,
    received: Received<GetStateReport>,
) -> Result<Reply<GetStateReport>> {
    let on = received.query.on.unwrap_or_else(|| cx.today());
    if on > cx.today() {
        return Err(Error::field("on", FieldCode::InFuture));
    }
    let db = cx.reader();
    let standing = standing_on(db, on).await?;
    let valid = certification::best_on(&certification::valid_between(db, on, on).await?, on);
    let products = catalogue::products(db, valid.iter().map(|certificate| certificate.product_id)).await?;
    let makers = producers::producers(db, valid.iter().map(|certificate| certificate.producer_id)).await?;
    let (mut communes, mut groups) = (Tally::default(), Tally::default());
    for certificate in &valid {
        if let Some(maker) = makers.get(&certificate.producer_id) {
            communes.count(&maker.commune.code, certificate.stars);
        }
        if let Some(product) = products.get(&certificate.product_id) {
            groups.count(head(&product.group_code), certificate.stars);
        }
    }
    let commune = |code: &str| {
        let name = province().commune_or_code(code).name;
        (name.clone(), name)
    };
    let group = |code: &str| {
        province().group(code).map_or_else(Default::default, |group| {
            (group.name.clone(), group.name_en.clone())
        })
    };
    let mut communes = communes.rows(commune);
    communes.sort_by_cached_key(|row| (std::cmp::Reverse(row.all), sort_key(&row.name)));
    let held: HashSet<ProductId> = valid.iter().map(|certificate| certificate.product_id).collect();
    let mut lapsing = certification::ending_between(db, on, plus_days(on, AHEAD), on).await?;
    lapsing.retain(|certificate| certificate.valid_on(on));
    let mut lapsed = certification::ending_between(db, plus_days(on, -BACK), on, on).await?;
    lapsed.retain(|certificate| {
        certificate.issued_on <= on && !certificate.valid_on(on) && !held.contains(&certificate.product_id)
    });
    Reply::read(&StateReport {
        on,
        valid: standing.valid,
        coverage: standing.coverage,
        commune_count: i64::try_from(communes.len()).unwrap_or(i64::MAX),
        communes,
        groups: groups.rows(group),
        lapsing,
        lapsed,
    })
}

/// The group that a sub-group belongs to: `I.3.c` → `I`.
fn head(code: &str) -> &str {
    code.split('.').next().unwrap_or(code)
}
