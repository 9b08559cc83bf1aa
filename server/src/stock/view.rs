//! From rows to views.

use super::{
    entity::{lots, movements},
    fefo::is_sellable,
};
use crate::{catalogue, http::Result};
use sea_orm::ConnectionTrait;
use shared::{
    Date,
    stock::{Lot, Movement},
};

/// Lots with the names of their products and packs, which are read in one go.
pub(super) async fn views(
    db: &impl ConnectionTrait,
    rows: Vec<lots::Model>,
    today: Date,
) -> Result<Vec<Lot>> {
    let products = catalogue::products(db, rows.iter().map(|row| row.product_id)).await?;
    let packs = catalogue::packs(db, rows.iter().map(|row| row.pack_id)).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let (product, pack) = (products.get(&row.product_id), packs.get(&row.pack_id));
            Lot {
                product_name: product.map(|product| product.name.clone()).unwrap_or_default(),
                product_name_en: product.and_then(|product| product.name_en.clone()),
                pack_label: pack.map(|pack| pack.label.clone()).unwrap_or_default(),
                pack_label_en: pack.and_then(|pack| pack.label_en.clone()),
                available: if is_sellable(row.best_before, today) {
                    row.on_hand - row.reserved
                } else {
                    0
                },
                id: row.id,
                pack_id: row.pack_id,
                product_id: row.product_id,
                code: row.code,
                produced_on: row.produced_on,
                best_before: row.best_before,
                on_hand: row.on_hand,
                reserved: row.reserved,
            }
        })
        .collect())
}

/// One lot.
pub(super) async fn view(db: &impl ConnectionTrait, row: lots::Model, today: Date) -> Result<Lot> {
    let views = views(db, vec![row], today).await?;
    let one = views.into_iter().next();
    Ok(one.ok_or_else(|| anyhow::anyhow!("one lot makes one view"))?)
}

impl From<movements::Model> for Movement {
    fn from(row: movements::Model) -> Self {
        Self {
            id: row.id,
            at: row.at,
            delta: row.delta,
            reason: row.reason,
            order_id: row.order_id,
            note: row.note,
        }
    }
}
