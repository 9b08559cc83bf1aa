//! Lists what has to be packed for the confirmed orders. Lots are planned as shipping will plan them: first expired, first
//! out, of everything that is free or held for these orders.

use super::entity::{order_lines, orders, purchases};
use crate::{
    auth::Member,
    catalogue::{self, PackRow, ProductRow},
    http::{Cx, Received, Reply, Result},
    identity,
    province::province,
    stock::{self, LotName, Plan, Wanted},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::{
    LotId, OrderId, OrganisationId, PackId, ProductId, PurchaseId,
    orders::{
        BuyerRef, GetPackingList, LineLot, OrderStatus, PackingItem, PackingList, PackingOrder, PackingPart,
    },
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Orders on one list. Nobody packs more in a day.
const MOST: u64 = 200;

pub(super) async fn get_packing_list(cx: Cx, _: Received<GetPackingList>) -> Result<Reply<GetPackingList>> {
    let found = Found::read(cx.reader(), cx.member()?).await?;
    let wanted: Vec<Wanted> = found
        .lines
        .iter()
        .map(|line| Wanted {
            line: line.id,
            pack: line.pack_id,
            quantity: line.quantity,
        })
        .collect();
    let plan = stock::plan(cx.reader(), &wanted, cx.today()).await?;
    let lots: HashSet<LotId> = plan.parts.iter().map(|part| part.lot).collect();
    let lots = stock::lot_names(cx.reader(), lots).await?;
    Reply::read(&PackingList {
        items: found.items(&plan, &lots),
        orders: found.orders(),
    })
}

/// The confirmed orders with all that the list says of them.
struct Found {
    orders: Vec<orders::Model>,
    lines: Vec<order_lines::Model>,
    purchases: HashMap<PurchaseId, purchases::Model>,
    buyers: HashMap<OrganisationId, String>,
    packs: HashMap<PackId, PackRow>,
    products: HashMap<ProductId, ProductRow>,
}

impl Found {
    async fn read(db: &impl ConnectionTrait, member: &Member) -> Result<Self> {
        // UUIDv7: the order of ids is the order of placing.
        let orders = orders::Entity::find()
            .filter(orders::Column::ProducerId.eq(member.organisation_id))
            .filter(orders::Column::Status.eq(OrderStatus::Confirmed))
            .order_by_asc(orders::Column::Id)
            .limit(MOST)
            .all(db)
            .await?;
        let lines = order_lines::Entity::find()
            .filter(order_lines::Column::OrderId.is_in(orders.iter().map(|order| order.id)))
            .order_by_asc(order_lines::Column::OrderId)
            .order_by_asc(order_lines::Column::Position)
            .all(db)
            .await?;
        let purchases = purchases::Entity::find()
            .filter(purchases::Column::Id.is_in(orders.iter().map(|order| order.purchase_id)))
            .all(db)
            .await?;
        let buyers: HashSet<OrganisationId> = orders.iter().map(|order| order.buyer_id).collect();
        let packs: HashSet<PackId> = lines.iter().map(|line| line.pack_id).collect();
        let products: HashSet<ProductId> = lines.iter().map(|line| line.product_id).collect();
        Ok(Self {
            purchases: purchases.into_iter().map(|row| (row.id, row)).collect(),
            buyers: identity::organisation_names(db, buyers).await?,
            packs: catalogue::packs(db, packs).await?,
            products: catalogue::products(db, products).await?,
            orders,
            lines,
        })
    }

    fn orders(&self) -> Vec<PackingOrder> {
        let mut cases: HashMap<OrderId, i64> = HashMap::new();
        for line in &self.lines {
            *cases.entry(line.order_id).or_default() += line.quantity;
        }
        self.orders
            .iter()
            .filter_map(|order| {
                let purchase = self.purchases.get(&order.purchase_id)?;
                Some(PackingOrder {
                    id: order.id,
                    number: order.number.clone(),
                    buyer: BuyerRef {
                        id: order.buyer_id,
                        name: self.buyers.get(&order.buyer_id).cloned().unwrap_or_default(),
                    },
                    delivery_name: purchase.delivery_name.clone(),
                    commune: province().commune_or_code(&purchase.delivery_commune_code),
                    wanted_on: purchase.wanted_on,
                    cases: cases.get(&order.id).copied().unwrap_or_default(),
                })
            })
            .collect()
    }

    /// Pack by pack, those of one product together.
    fn items(&self, plan: &Plan, lots: &HashMap<LotId, LotName>) -> Vec<PackingItem> {
        let numbers: HashMap<OrderId, &str> = self
            .orders
            .iter()
            .map(|order| (order.id, order.number.as_str()))
            .collect();
        let mut by_pack: BTreeMap<(ProductId, PackId), Vec<&order_lines::Model>> = BTreeMap::new();
        for line in &self.lines {
            by_pack
                .entry((line.product_id, line.pack_id))
                .or_default()
                .push(line);
        }
        by_pack
            .into_iter()
            .filter_map(|((product, pack), lines)| {
                let first = lines.first()?;
                let (product, pack_row) = (self.products.get(&product), self.packs.get(&pack));
                let quantity = lines.iter().map(|line| line.quantity).sum();
                let left = plan
                    .shorts
                    .iter()
                    .find(|short| short.pack == pack)
                    .map(|short| short.left);
                Some(PackingItem {
                    pack_id: pack,
                    product_id: first.product_id,
                    product_name: first.product_name.clone(),
                    product_name_en: product.and_then(|product| product.name_en.clone()),
                    pack_label: first.pack_label.clone(),
                    pack_label_en: pack_row.and_then(|pack| pack.label_en.clone()),
                    gtin: first.gtin.clone(),
                    case_gtin: pack_row.and_then(|pack| pack.case_gtin.clone()),
                    units: first.units,
                    quantity,
                    short: left.map_or(0, |left| quantity - left),
                    lots: of_lines(&lines, plan, lots),
                    orders: lines
                        .iter()
                        .map(|line| PackingPart {
                            order_id: line.order_id,
                            number: numbers
                                .get(&line.order_id)
                                .copied()
                                .unwrap_or_default()
                                .to_owned(),
                            quantity: line.quantity,
                        })
                        .collect(),
                })
            })
            .collect()
    }
}

/// The lots that lines of one pack take together, first to expire first.
fn of_lines(lines: &[&order_lines::Model], plan: &Plan, names: &HashMap<LotId, LotName>) -> Vec<LineLot> {
    let mut taken: BTreeMap<LotId, i64> = BTreeMap::new();
    for part in &plan.parts {
        if lines.iter().any(|line| line.id == part.line) {
            *taken.entry(part.lot).or_default() += part.quantity;
        }
    }
    let mut lots: Vec<LineLot> = taken
        .into_iter()
        .map(|(lot_id, quantity)| {
            let name = names.get(&lot_id);
            LineLot {
                lot_id,
                code: name.map(|name| name.code.clone()).unwrap_or_default(),
                best_before: name.and_then(|name| name.best_before),
                quantity,
            }
        })
        .collect();
    lots.sort_by_key(|lot| (lot.best_before.is_none(), lot.best_before, lot.lot_id));
    lots
}
