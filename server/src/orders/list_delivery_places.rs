//! The places where an organisation's goods went, the latest first, so that nobody writes an address twice.

use super::entity::purchases::{Column, Entity};
use crate::http::{Cx, Received, Reply, Result};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::{
    Page,
    identity::Contact,
    orders::{DeliveryPlace, ListDeliveryPlaces},
    text::folded,
};
use std::collections::HashSet;

/// Purchases to look at, and places to name.
const LOOKED_AT: u64 = 100;
const NAMED: usize = 12;

pub(super) async fn list_delivery_places(
    cx: Cx,
    _: Received<ListDeliveryPlaces>,
) -> Result<Reply<ListDeliveryPlaces>> {
    let rows = Entity::find()
        .filter(Column::BuyerId.eq(cx.member()?.organisation_id))
        .order_by_desc(Column::Id)
        .limit(LOOKED_AT)
        .all(cx.reader())
        .await?;
    let mut seen = HashSet::new();
    let places = rows
        .into_iter()
        .filter(|row| seen.insert((folded(&row.delivery_name), folded(&row.delivery_address))))
        .take(NAMED)
        .map(|row| DeliveryPlace {
            commune: row.commune(),
            locality: row.delivery_locality,
            name: row.delivery_name,
            address: row.delivery_address,
            contact: Contact {
                name: row.delivery_contact_name,
                phone: row.delivery_contact_phone,
                email: row.delivery_contact_email,
            },
            last_used_at: row.placed_at,
        });
    Reply::read(&Page {
        items: places.collect(),
        next_cursor: None,
    })
}
