//! Lists what has to be packed for the confirmed orders. Lots are planned as shipping will plan them: first expired, first
//! out, of everything that is free or held for these orders.

use super::entity::{order_lines, orders, purchases};
use crate::{
    auth::Member,
    http::{Cx, Received, Reply, Result},
    identity,
    stock::{self, LotName, Shipped, Wanted, good_on},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::{
    Date, LotId, OrderId, OrganisationId, PackId, ProductId, PurchaseId,
    orders::{
        BuyerRef, GetPackingList, LineLot, OrderStatus, PackingItem, PackingList, PackingOrder, PackingPart,
    },
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Orders on one list. Nobody packs more in a day.
const MOST: u64 = 200;

pub(super) async fn get_packing_list(cx: Cx, _: Received<GetPackingList>) -> Result<Reply<GetPackingList>> {
    let found = Found::read(cx.reader(), cx.member()?).await?;
    let plan = stock::plan(cx.reader(), &found.wanted(cx.today())).await?;
    let lots: HashSet<LotId> = plan.iter().map(|part| part.lot).collect();
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
        Ok(Self {
            purchases: purchases.into_iter().map(|row| (row.id, row)).collect(),
            buyers: identity::organisation_names(db, buyers).await?,
            orders,
            lines,
        })
    }

    fn wanted(&self, today: Date) -> Vec<Wanted> {
        let days: HashMap<OrderId, Date> = self
            .orders
            .iter()
            .map(|order| {
                let purchase = self.purchases.get(&order.purchase_id);
                let wanted_on = purchase.and_then(|purchase| purchase.wanted_on);
                (order.id, good_on(today, wanted_on))
            })
            .collect();
        self.lines
            .iter()
            .map(|line| Wanted {
                line: line.id,
                pack: line.pack_id,
                quantity: line.quantity,
                good_on: days.get(&line.order_id).copied().unwrap_or(today),
            })
            .collect()
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
                    town: purchase.town(),
                    wanted_on: purchase.wanted_on,
                    cases: cases.get(&order.id).copied().unwrap_or_default(),
                })
            })
            .collect()
    }

    /// Pack by pack, those of one product together.
    fn items(&self, plan: &[Shipped], lots: &HashMap<LotId, LotName>) -> Vec<PackingItem> {
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
                let quantity: i64 = lines.iter().map(|line| line.quantity).sum();
                let lots = of_lines(&lines, plan, lots);
                Some(PackingItem {
                    pack_id: pack,
                    product_id: product,
                    product_name: first.product_name.clone(),
                    product_name_en: first.product_name_en.clone(),
                    pack_label: first.pack_label.clone(),
                    pack_label_en: first.pack_label_en.clone(),
                    gtin: first.gtin.clone(),
                    case_gtin: first.case_gtin.clone(),
                    units: first.units,
                    quantity,
                    short: quantity - lots.iter().map(|lot| lot.quantity).sum::<i64>(),
                    lots,
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
fn of_lines(
    lines: &[&order_lines::Model],
    plan: &[Shipped],
    names: &HashMap<LotId, LotName>,
) -> Vec<LineLot> {
    let mut taken: BTreeMap<LotId, i64> = BTreeMap::new();
    for part in plan {
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
