//! From rows to views: however many orders, the same number of queries.

use super::{
    amounts::{self, Amounts},
    counted,
    entity::{line_lots, order_events, order_lines, orders, purchases},
    lines::accepted,
    policy::{order_actions, purchase_actions, side},
    state::Side,
};
use crate::{
    auth::Member,
    http::{Error, Result},
    identity::{self, PartyRow},
    producers,
    stock::{self, LotName},
};
use anyhow::anyhow;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    LotId, Money, OrderId, OrderLineId, OrganisationId, Timestamp, UserId,
    identity::Contact,
    orders::{AmountDue, BuyerRef, Delivery, LineLot, Order, OrderEvent, OrderLine, OrderStatus, Purchase},
    producers::ProducerRef,
};
use std::collections::{HashMap, HashSet};

/// What the views of some orders of one purchase are made of.
#[derive(Debug)]
pub(super) struct Parts {
    /// What somebody may still do depends on it.
    pub(super) now: Timestamp,
    pub(super) purchase: purchases::Model,
    pub(super) lines: HashMap<OrderId, Vec<order_lines::Model>>,
    pub(super) lots: HashMap<OrderLineId, Vec<LineLot>>,
    pub(super) events: HashMap<OrderId, Vec<order_events::Model>>,
    /// Buyers, producers, and who moved the orders on.
    pub(super) parties: HashMap<OrganisationId, PartyRow>,
    /// Of those who ordered and approved.
    pub(super) people: HashMap<UserId, String>,
    pub(super) producers: HashMap<OrganisationId, ProducerRef>,
}

/// One order, as the caller sees it; 404 where they may not.
pub(super) async fn order(
    db: &impl ConnectionTrait,
    member: &Member,
    row: orders::Model,
    now: Timestamp,
) -> Result<Order> {
    side(member, &row)?;
    let purchase = purchase_of(db, &row).await?;
    order_of(db, member, row, purchase, now).await
}

/// The same, where its purchase has been read already.
pub(super) async fn order_of(
    db: &impl ConnectionTrait,
    member: &Member,
    row: orders::Model,
    purchase: purchases::Model,
    now: Timestamp,
) -> Result<Order> {
    let side = side(member, &row)?;
    let rows = [row];
    let parts = Parts::read(db, &rows, purchase, now).await?;
    let [row] = &rows;
    parts.order(member, row, side)
}

/// What an order was placed with.
pub(super) async fn purchase_of(db: &impl ConnectionTrait, row: &orders::Model) -> Result<purchases::Model> {
    purchases::Entity::find_by_id(row.purchase_id)
        .one(db)
        .await?
        .ok_or_else(|| anyhow!("order {} has no purchase", row.id).into())
}

impl Parts {
    /// Reads all that the views of these orders need.
    pub(super) async fn read(
        db: &impl ConnectionTrait,
        rows: &[orders::Model],
        purchase: purchases::Model,
        now: Timestamp,
    ) -> Result<Self> {
        let ids: Vec<OrderId> = rows.iter().map(|row| row.id).collect();
        let lines = order_lines::Entity::find()
            .filter(order_lines::Column::OrderId.is_in(ids.iter().copied()))
            .order_by_asc(order_lines::Column::OrderId)
            .order_by_asc(order_lines::Column::Position)
            .all(db)
            .await?;
        let line_lots = line_lots::Entity::find()
            .filter(line_lots::Column::OrderLineId.is_in(lines.iter().map(|line| line.id)))
            .all(db)
            .await?;
        let lot_ids: HashSet<LotId> = line_lots.iter().map(|part| part.lot_id).collect();
        let lot_names = stock::lot_names(db, lot_ids).await?;
        let events = order_events::Entity::find()
            .filter(order_events::Column::OrderId.is_in(ids))
            .order_by_asc(order_events::Column::OrderId)
            .order_by_asc(order_events::Column::Id)
            .all(db)
            .await?;
        let parties: HashSet<OrganisationId> = rows
            .iter()
            .map(|row| row.buyer_id)
            .chain(rows.iter().map(|row| row.producer_id))
            .chain(events.iter().filter_map(|event| event.organisation_id))
            .collect();
        let people = std::iter::once(purchase.user_id).chain(purchase.approved_by);
        let people = identity::user_names(db, people).await?;
        let sellers: HashSet<OrganisationId> = rows.iter().map(|row| row.producer_id).collect();
        Ok(Self {
            now,
            purchase,
            people,
            lines: grouped(lines, |line| line.order_id),
            lots: lots(line_lots, &lot_names),
            events: grouped(events, |event| event.order_id),
            parties: identity::parties(db, parties).await?,
            producers: producers::producer_refs(db, sellers).await?,
        })
    }

    fn name_of(&self, id: OrganisationId) -> Option<String> {
        self.parties.get(&id).map(|party| party.name.clone())
    }

    /// What was ordered at once.
    pub(super) fn purchase(&self, member: &Member, rows: &[orders::Model]) -> Result<Purchase> {
        let name = |id: UserId| self.people.get(&id).cloned().unwrap_or_default();
        Ok(Purchase {
            id: self.purchase.id,
            requested_by: name(self.purchase.user_id),
            approved_by: self.purchase.approved_by.map(name),
            approved_at: self.purchase.approved_at,
            actions: purchase_actions(member, rows, self.now),
            orders: rows
                .iter()
                .map(|row| self.order(member, row, Side::Buyer))
                .collect::<Result<_>>()?,
            total: Money {
                amount: self.purchase.total,
                currency: self.purchase.currency,
            },
            placed_at: self.purchase.placed_at,
        })
    }

    /// One order.
    pub(super) fn order(&self, member: &Member, row: &orders::Model, side: Side) -> Result<Order> {
        let money = |amount| Money {
            amount,
            currency: row.currency,
        };
        let lines = self.lines.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        let events = self.events.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        let missing = || Error::from(anyhow!("order {} has no producer", row.id));
        Ok(Order {
            id: row.id,
            number: row.number.clone(),
            purchase_id: row.purchase_id,
            buyer: BuyerRef {
                id: row.buyer_id,
                name: self.name_of(row.buyer_id).unwrap_or_default(),
            },
            producer: self
                .producers
                .get(&row.producer_id)
                .cloned()
                .ok_or_else(missing)?,
            producer_contact: self
                .parties
                .get(&row.producer_id)
                .map(|party| party.contact.clone())
                .ok_or_else(missing)?,
            status: row.status,
            po_number: self.purchase.po_number.clone(),
            note: self.purchase.note.clone(),
            delivery: delivery(&self.purchase),
            lines: lines
                .iter()
                .map(|line| OrderLine {
                    id: line.id,
                    pack_id: line.pack_id,
                    product_id: line.product_id,
                    product_slug: line.product_slug.clone(),
                    product_name: line.product_name.clone(),
                    product_name_en: line.product_name_en.clone(),
                    pack_label: line.pack_label.clone(),
                    pack_label_en: line.pack_label_en.clone(),
                    gtin: line.gtin.clone(),
                    case_gtin: line.case_gtin.clone(),
                    quantity: line.quantity,
                    units: line.units,
                    unit_price: money(line.unit_price),
                    agreed_listing_id: line.listing_id,
                    vat_code: line.vat_code,
                    subtotal: money(line.subtotal),
                    vat: money(line.vat),
                    accepted: line.accepted,
                    damaged: line.damaged,
                    lots: self.lots.get(&line.id).cloned().unwrap_or_default(),
                })
                .collect(),
            subtotal: money(row.subtotal),
            vat: money(row.vat),
            total: money(row.total),
            due: due(lines).map(|due| AmountDue {
                subtotal: money(due.subtotal),
                vat: money(due.vat),
                total: money(due.total),
            }),
            placed_at: match side {
                Side::Buyer => row.placed_at,
                _ => row.sent_at.unwrap_or(row.placed_at),
            },
            answer_by: row.answer_by,
            events: events
                .iter()
                // What happened inside the buyer's organisation is nobody else's.
                .filter(|event| side == Side::Buyer || event.status != OrderStatus::AwaitingApproval)
                .map(|event| {
                    Ok(OrderEvent {
                        at: event.at,
                        status: event.status,
                        by: event.organisation_id.and_then(|id| self.name_of(id)),
                        by_en: event
                            .organisation_id
                            .and_then(|id| self.producers.get(&id)?.name_en.clone()),
                        reason_code: event.reason_code,
                        note: event.note.clone(),
                        before: counted::read(event.counted_before.as_deref())?,
                    })
                })
                .collect::<Result<_>>()?,
            actions: order_actions(member, row, side, self.now),
            version: row.version,
        })
    }
}

/// What the accepted cases come to; none until every line was counted.
fn due(lines: &[order_lines::Model]) -> Option<Amounts> {
    let accepted: Option<Vec<Amounts>> = lines.iter().map(accepted).collect();
    accepted.and_then(amounts::sum)
}

fn delivery(row: &purchases::Model) -> Delivery {
    Delivery {
        name: row.delivery_name.clone(),
        address: row.delivery_address.clone(),
        commune: row.commune(),
        locality: row.delivery_locality.clone(),
        contact: Contact {
            name: row.delivery_contact_name.clone(),
            phone: row.delivery_contact_phone.clone(),
            email: row.delivery_contact_email.clone(),
        },
        wanted_on: row.wanted_on,
    }
}

/// Each line's lots, first to expire first, those that never expire last.
fn lots(rows: Vec<line_lots::Model>, names: &HashMap<LotId, LotName>) -> HashMap<OrderLineId, Vec<LineLot>> {
    let mut lots: HashMap<OrderLineId, Vec<LineLot>> = HashMap::new();
    for row in rows {
        let name = names.get(&row.lot_id);
        lots.entry(row.order_line_id).or_default().push(LineLot {
            lot_id: row.lot_id,
            code: name.map(|name| name.code.clone()).unwrap_or_default(),
            best_before: name.and_then(|name| name.best_before),
            quantity: row.quantity,
        });
    }
    for lots in lots.values_mut() {
        lots.sort_by_key(|lot| (lot.best_before.is_none(), lot.best_before, lot.lot_id));
    }
    lots
}

fn grouped<R>(rows: Vec<R>, key: impl Fn(&R) -> OrderId) -> HashMap<OrderId, Vec<R>> {
    let mut groups: HashMap<OrderId, Vec<R>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}
