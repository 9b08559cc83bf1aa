//! The rows of a purchase, written with its transaction.

use super::{
    super::{
        entity::{basket_lines, order_events, order_lines, orders, purchases},
        expire_order::{Expire, KIND},
        policy::Place,
        quote::Line,
        tell,
    },
    drafts::{Draft, Drafts},
};
use crate::{
    auth::{Allowed, Member},
    db::Tx,
    http::Result,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    Currency, OrderId, OrderLineId, PackId, PurchaseId,
    orders::{ANSWER_HOURS, OrderStatus, PurchasePlace},
};
use std::collections::HashMap;

/// What was written, enough to show it without reading it again.
pub(super) struct Written {
    pub(super) purchase: purchases::Model,
    pub(super) orders: Vec<orders::Model>,
    pub(super) lines: HashMap<OrderId, Vec<order_lines::Model>>,
    pub(super) events: HashMap<OrderId, Vec<order_events::Model>>,
}

/// A statement a table, and a job an order.
pub(super) fn write(
    tx: &Tx,
    _: Allowed<Place>,
    member: &Member,
    body: &PurchasePlace,
    drafts: Drafts,
) -> Result<Written> {
    let purchase = purchase_row(tx, member, body, drafts.total);
    let packs: Vec<PackId> = drafts.lines().map(|(_, line)| line.pack.id).collect();
    let waits = drafts.waits;
    let (mut orders, mut lines, mut events) = (Vec::new(), Vec::new(), Vec::new());
    for draft in drafts.orders {
        let row = order_row(tx, &purchase, &draft, waits);
        events.push(order_events::Model {
            id: tx.new_id(),
            order_id: row.id,
            at: tx.at(),
            status: row.status,
            organisation_id: Some(member.organisation_id),
            reason_code: None,
            note: None,
            counted_before: None,
        });
        for (position, (id, line)) in (0_i32..).zip(draft.lines) {
            lines.push(line_row(id, row.id, position, line));
        }
        tx.job(
            KIND,
            tx.at().plus_hours(ANSWER_HOURS),
            &Expire { order_id: row.id },
        )?;
        orders.push(row);
    }
    if !waits {
        tell::sent(tx, purchase.id)?;
    }
    tx.later(purchases::Entity::insert(purchases::ActiveModel::from(
        purchase.clone(),
    )));
    tx.later(orders::Entity::insert_many(
        orders.iter().cloned().map(orders::ActiveModel::from),
    ));
    tx.later(order_lines::Entity::insert_many(
        lines.iter().cloned().map(order_lines::ActiveModel::from),
    ));
    tx.later(order_events::Entity::insert_many(
        events.iter().cloned().map(order_events::ActiveModel::from),
    ));
    tx.later(
        basket_lines::Entity::delete_many()
            .filter(basket_lines::Column::UserId.eq(member.user_id))
            .filter(basket_lines::Column::PackId.is_in(packs)),
    );
    let mut by_order: HashMap<OrderId, Vec<order_lines::Model>> = HashMap::new();
    for line in lines {
        by_order.entry(line.order_id).or_default().push(line);
    }
    Ok(Written {
        purchase,
        orders,
        lines: by_order,
        events: events
            .into_iter()
            .map(|event| (event.order_id, vec![event]))
            .collect(),
    })
}

fn purchase_row(tx: &Tx, member: &Member, body: &PurchasePlace, total: i64) -> purchases::Model {
    let said = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let delivery = body.delivery.clone();
    purchases::Model {
        id: PurchaseId(tx.new_id()),
        buyer_id: member.organisation_id,
        user_id: member.user_id,
        po_number: said(&body.po_number),
        note: said(&body.note),
        delivery_name: delivery.name,
        delivery_address: delivery.address,
        delivery_commune_code: delivery.commune_code.unwrap_or_default(),
        delivery_locality: delivery.locality,
        delivery_contact_name: delivery.contact.name,
        delivery_contact_phone: delivery.contact.phone,
        delivery_contact_email: delivery.contact.email,
        wanted_on: delivery.wanted_on,
        total,
        currency: Currency::Vnd,
        placed_at: tx.at(),
        approved_by: None,
        approved_at: None,
    }
}

fn order_row(tx: &Tx, purchase: &purchases::Model, draft: &Draft, waits: bool) -> orders::Model {
    orders::Model {
        id: draft.id,
        number: draft.number.clone(),
        purchase_id: purchase.id,
        buyer_id: purchase.buyer_id,
        producer_id: draft.producer_id,
        status: if waits {
            OrderStatus::AwaitingApproval
        } else {
            OrderStatus::Placed
        },
        line_count: i32::try_from(draft.lines.len()).unwrap_or(i32::MAX),
        subtotal: draft.amounts.subtotal,
        vat: draft.amounts.vat,
        total: draft.amounts.total,
        currency: purchase.currency,
        placed_at: tx.at(),
        answer_by: Some(tx.at().plus_hours(ANSWER_HOURS)),
        sent_at: (!waits).then(|| tx.at()),
        received_at: None,
        version: 1,
    }
}

/// The words and the price of this day are kept: a later change of the catalogue does not change an order.
fn line_row(id: OrderLineId, order_id: OrderId, position: i32, line: Line) -> order_lines::Model {
    order_lines::Model {
        id,
        order_id,
        position,
        pack_id: line.pack.id,
        product_id: line.product.id,
        product_slug: line.product.slug,
        product_name: line.product.name,
        pack_label: line.pack.label,
        product_name_en: line.product.name_en,
        pack_label_en: line.pack.label_en,
        gtin: line.pack.gtin,
        quantity: line.quantity,
        units: line.pack.units,
        unit_price: line.unit_price.amount,
        vat_code: line.pack.vat_code,
        subtotal: line.amounts.subtotal,
        vat: line.amounts.vat,
        accepted: None,
        damaged: None,
        listing_id: line.unit_price.agreed,
        case_gtin: line.pack.case_gtin,
    }
}
