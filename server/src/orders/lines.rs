//! Lines of many orders, for tables.

use super::{
    amounts::{self, Amounts},
    entity::{order_lines, orders, purchases},
    list_orders::{asked_for, own_side},
};
use crate::{auth::Member, http::Result, identity, producers};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use shared::{
    Date, OrderId, PurchaseId, Timestamp, VatCode,
    orders::{OrderFilter, OrderStatus},
    producers::ProducerRef,
};
use std::collections::{HashMap, HashSet};

/// A line with what its order says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OrderedLine {
    pub(crate) number: String,
    pub(crate) status: OrderStatus,
    pub(crate) placed_at: Timestamp,
    pub(crate) buyer: String,
    pub(crate) producer: ProducerRef,
    pub(crate) po_number: Option<String>,
    /// Where the goods go: name, address, town.
    pub(crate) delivery: String,
    pub(crate) wanted_on: Option<Date>,
    pub(crate) product_slug: String,
    pub(crate) product_name: String,
    pub(crate) product_name_en: Option<String>,
    pub(crate) pack_label: String,
    pub(crate) pack_label_en: Option<String>,
    pub(crate) gtin: Option<String>,
    pub(crate) case_gtin: Option<String>,
    pub(crate) quantity: i64,
    pub(crate) units: i32,
    pub(crate) unit_price: i64,
    pub(crate) vat_code: VatCode,
    pub(crate) subtotal: i64,
    pub(crate) vat: i64,
    pub(crate) accepted: Option<i64>,
    pub(crate) damaged: Option<i64>,
    /// What the accepted cases come to with VAT; none until they were counted.
    pub(crate) due: Option<i64>,
}

/// Orders of one statement.
const AT_ONCE: u64 = 500;

/// The lines of the orders that the list shows a member, the newest orders first, in five queries for every five hundred
/// orders. Stops soon after there are more than `most`.
pub(crate) async fn ordered_lines(
    db: &impl ConnectionTrait,
    member: &Member,
    filter: &OrderFilter,
    most: usize,
) -> Result<Vec<OrderedLine>> {
    let wanted = asked_for(own_side(member, filter.role)?, filter);
    let mut lines = Vec::new();
    let mut before: Option<OrderId> = None;
    while lines.len() <= most {
        let rows = wanted
            .clone()
            .apply_if(before, |query, before| {
                query.filter(orders::Column::Id.lt(before))
            })
            .order_by_desc(orders::Column::Id)
            .limit(AT_ONCE)
            .all(db)
            .await?;
        let Some(last) = rows.last() else { break };
        before = Some(last.id);
        lines.extend(of(db, rows).await?);
    }
    Ok(lines)
}

async fn of(db: &impl ConnectionTrait, rows: Vec<orders::Model>) -> Result<Vec<OrderedLine>> {
    let mut by_order: HashMap<OrderId, Vec<order_lines::Model>> = HashMap::new();
    let found = order_lines::Entity::find()
        .filter(order_lines::Column::OrderId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(order_lines::Column::Position)
        .all(db)
        .await?;
    for line in found {
        by_order.entry(line.order_id).or_default().push(line);
    }
    let bought: HashSet<PurchaseId> = rows.iter().map(|row| row.purchase_id).collect();
    let bought: HashMap<PurchaseId, purchases::Model> = purchases::Entity::find()
        .filter(purchases::Column::Id.is_in(bought))
        .all(db)
        .await?
        .into_iter()
        .map(|purchase| (purchase.id, purchase))
        .collect();
    let buyers: HashSet<_> = rows.iter().map(|row| row.buyer_id).collect();
    let buyers = identity::organisation_names(db, buyers).await?;
    let sellers: HashSet<_> = rows.iter().map(|row| row.producer_id).collect();
    let sellers = producers::producer_refs(db, sellers).await?;
    let mut all = Vec::new();
    for row in rows {
        let purchase = bought.get(&row.purchase_id);
        let buyer = buyers.get(&row.buyer_id).cloned().unwrap_or_default();
        let producer = sellers
            .get(&row.producer_id)
            .ok_or_else(|| anyhow::anyhow!("order {} lacks its producer", row.id))?;
        let lines = by_order.remove(&row.id).unwrap_or_default();
        all.extend(lines.into_iter().map(|line| OrderedLine {
            due: accepted(&line).map(|due| due.total),
            number: row.number.clone(),
            status: row.status,
            placed_at: row.placed_at,
            buyer: buyer.clone(),
            producer: producer.clone(),
            po_number: purchase.and_then(|purchase| purchase.po_number.clone()),
            delivery: purchase.map(delivery).unwrap_or_default(),
            wanted_on: purchase.and_then(|purchase| purchase.wanted_on),
            product_slug: line.product_slug,
            product_name: line.product_name,
            product_name_en: line.product_name_en,
            pack_label: line.pack_label,
            pack_label_en: line.pack_label_en,
            gtin: line.gtin,
            case_gtin: line.case_gtin,
            quantity: line.quantity,
            units: line.units,
            unit_price: line.unit_price,
            vat_code: line.vat_code,
            subtotal: line.subtotal,
            vat: line.vat,
            accepted: line.accepted,
            damaged: line.damaged,
        }));
    }
    Ok(all)
}

/// What the accepted cases of a line come to; none until they were counted.
pub(super) fn accepted(line: &order_lines::Model) -> Option<Amounts> {
    amounts::of_line(line.accepted?, line.units, line.unit_price, line.vat_code)
}

fn delivery(purchase: &purchases::Model) -> String {
    let (name, address) = (&purchase.delivery_name, &purchase.delivery_address);
    format!("{name}, {address}, {}", purchase.town())
}
