//! A basket, priced now and grouped by producer, with what keeps it from being ordered.

use super::{
    amounts::{self, Amounts, MOST},
    entity::basket_lines,
    policy::needs_approval,
    quote::{case_price, price},
    rules::rules,
    terms::is_orderable,
};
use crate::{
    auth::Member,
    catalogue::{self, PackRow, ProductRow},
    http::Result,
    listings::{Agreements, UnitPrice},
    producers::{self, Terms},
    province::sort_key,
    stock,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    Date, FieldCode, Money, OrganisationId, PackId,
    orders::{Basket, BasketGroup, BasketLine},
    producers::ProducerRef,
    time::plus_working_days,
};
use std::collections::{HashMap, HashSet};

/// A person's basket: a handful of queries, however many lines.
pub(super) async fn basket(db: &impl ConnectionTrait, member: &Member, today: Date) -> Result<Basket> {
    let rows = basket_lines::Entity::find()
        .filter(basket_lines::Column::UserId.eq(member.user_id))
        .order_by_asc(basket_lines::Column::AddedAt)
        .order_by_asc(basket_lines::Column::PackId)
        .all(db)
        .await?;
    if rows.is_empty() {
        return Ok(together(Vec::new()));
    }
    let ids: Vec<PackId> = rows.iter().map(|row| row.pack_id).collect();
    let mut packs = catalogue::packs(db, ids.iter().copied()).await?;
    let product_ids: HashSet<_> = packs.values().map(|pack| pack.product_id).collect();
    let products = catalogue::products(db, product_ids).await?;
    let sellers: HashSet<OrganisationId> = packs.values().map(|pack| pack.producer_id).collect();
    let refs = producers::producer_refs(db, sellers.iter().copied()).await?;
    let terms = producers::terms(db, sellers).await?;
    let agreements = Agreements::about(db, member.organisation_id, &ids).await?;
    let available = stock::available(db, ids, today).await?;
    let mut groups: HashMap<OrganisationId, Vec<(BasketLine, Amounts)>> = HashMap::new();
    for row in rows {
        let Some(pack) = packs.remove(&row.pack_id) else {
            continue;
        };
        let left = available.get(&pack.id).copied().unwrap_or_default();
        let unit_price = agreements.price(&pack);
        let line = line(&pack, unit_price, products.get(&pack.product_id), &row, left);
        groups.entry(pack.producer_id).or_default().push(line);
    }
    let groups = groups.into_iter().filter_map(|(id, lines)| {
        let producer = refs.get(&id)?.clone();
        let terms = terms.get(&id).copied().unwrap_or_default();
        Some(group(producer, terms, lines, today))
    });
    let mut basket = together(groups.collect());
    let rules = rules(db, member.organisation_id).await?;
    basket.needs_approval = needs_approval(member.role, basket.total.amount, rules.approval_from);
    Ok(basket)
}

/// A line with what is wrong with it, the graver thing first, and what it costs.
fn line(
    pack: &PackRow,
    unit_price: UnitPrice,
    product: Option<&ProductRow>,
    row: &basket_lines::Model,
    left: i64,
) -> (BasketLine, Amounts) {
    let quantity = row.quantity;
    let case_price = case_price(pack, unit_price);
    let problem = if !is_orderable(pack, product) {
        Some(FieldCode::NotOrderable)
    } else if let Err((problem, _)) = price(pack, unit_price, quantity) {
        Some(problem)
    } else if left < quantity {
        Some(FieldCode::StockInsufficient)
    } else {
        None
    };
    // Beyond what can be priced, the line counts as nothing and says that it is too large.
    let amounts =
        amounts::of_line(quantity, pack.units, unit_price.amount, pack.vat_code).unwrap_or_default();
    let line = BasketLine {
        pack_id: pack.id,
        product_id: pack.product_id,
        product_slug: product.map(|product| product.slug.clone()).unwrap_or_default(),
        product_name: product.map(|product| product.name.clone()).unwrap_or_default(),
        product_name_en: product.and_then(|product| product.name_en.clone()),
        pack_label: pack.label.clone(),
        pack_label_en: pack.label_en.clone(),
        quantity,
        case_price: Money::vnd(case_price),
        case_price_before: row
            .case_price
            .filter(|before| *before != case_price)
            .map(Money::vnd),
        agreed_listing_id: unit_price.agreed,
        vat_code: pack.vat_code,
        subtotal: Money::vnd(amounts.subtotal),
        available: left,
        min_cases: pack.min_cases,
        case_multiple: pack.case_multiple,
        problem,
    };
    (line, amounts)
}

fn group(producer: ProducerRef, terms: Terms, lines: Vec<(BasketLine, Amounts)>, today: Date) -> BasketGroup {
    let (lines, amounts): (Vec<BasketLine>, Vec<Amounts>) = lines.into_iter().unzip();
    let amounts = amounts::sum(amounts).unwrap_or(Amounts {
        subtotal: MOST,
        vat: 0,
        total: MOST,
    });
    let minimum = terms.minimum_order;
    BasketGroup {
        producer,
        lead_time_days: terms.lead_time_days,
        ready_on: plus_working_days(today, u16::try_from(terms.lead_time_days).unwrap_or_default()),
        minimum_order: Money::vnd(minimum),
        lines,
        subtotal: Money::vnd(amounts.subtotal),
        vat: Money::vnd(amounts.vat),
        total: Money::vnd(amounts.total),
        minimum_reached: amounts.subtotal >= minimum,
    }
}

/// The groups in the order of their producers' names.
fn together(mut groups: Vec<BasketGroup>) -> Basket {
    groups.sort_by_cached_key(|group| (sort_key(&group.producer.name), group.producer.id));
    let total = groups
        .iter()
        .fold(0_i64, |sum, group| sum.saturating_add(group.total.amount));
    let good =
        |group: &BasketGroup| group.minimum_reached && group.lines.iter().all(|line| line.problem.is_none());
    Basket {
        ready: !groups.is_empty() && total <= MOST && groups.iter().all(good),
        groups,
        total: Money::vnd(total),
        needs_approval: false,
    }
}
