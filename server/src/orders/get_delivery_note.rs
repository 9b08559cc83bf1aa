//! Shows the delivery note of a shipped order: the paper that travels with the goods.

use super::{entity::orders, view};
use crate::{
    http::{Cx, Error, Received, Reply, Result},
    identity,
    province::province,
};
use sea_orm::EntityTrait;
use shared::{
    OrganisationId,
    orders::{DeliveryNote, GetDeliveryNote, Order, OrderEvent, OrderStatus, Party},
};

pub(super) async fn get_delivery_note(
    cx: Cx,
    received: Received<GetDeliveryNote>,
) -> Result<Reply<GetDeliveryNote>> {
    let (id,) = received.path;
    let row = orders::Entity::find_by_id(id)
        .one(cx.reader())
        .await?
        .ok_or_else(Error::not_found)?;
    let (seller, buyer) = (row.producer_id, row.buyer_id);
    let order = view::order(cx.reader(), cx.member()?, row, cx.app.now()).await?;
    let shipped = shipped(&order)?.clone();
    let mut parties = identity::parties(cx.reader(), [seller, buyer]).await?;
    let mut party = |id: OrganisationId| -> Result<Party> {
        let found = parties
            .remove(&id)
            .ok_or_else(|| anyhow::anyhow!("organisation {id} is gone"))?;
        Ok(Party {
            name: found.name,
            tax_code: found.tax_code,
            commune: found.commune_code.map(|code| province().commune_or_code(&code)),
            seat: found.seat,
            contact: found.contact,
        })
    };
    let note = DeliveryNote {
        number: number(&order.number),
        shipped_at: shipped.at,
        note: shipped.note,
        seller: party(seller)?,
        buyer: party(buyer)?,
        order,
    };
    Reply::new(&note, Some(note.order.version))
}

/// The step with which the goods left; before it there is no note, because no lots are named.
fn shipped(order: &Order) -> Result<&OrderEvent> {
    let step = order
        .events
        .iter()
        .find(|event| event.status == OrderStatus::Shipped);
    step.ok_or_else(|| Error::wrong_state(["Đơn hàng", "order"], order.status.as_str()))
}

/// One order is shipped once, so that its number serves for the note too: `DH-…` becomes `GH-…`.
fn number(order: &str) -> String {
    format!("GH{}", order.strip_prefix("DH").unwrap_or(order))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn the_note_is_numbered_as_its_order() {
        assert_eq!(number("DH-261122-7K3Q"), "GH-261122-7K3Q");
    }
}
