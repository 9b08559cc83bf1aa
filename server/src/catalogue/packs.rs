//! What other slices may ask of packs.

use super::{
    BATCH,
    entity::packs::{Column, Entity, Model},
    on_hand::available,
    pack_words::{newest, rows_of},
};
use crate::{
    db::{Gathered, gather},
    http::Result,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait};
use shared::{
    Date, Money, OrganisationId, PackId, ProductId, VatCode,
    catalogue::{Pack, PricePer, Unit, least_cases},
};
use std::{borrow::Borrow, collections::HashMap};

/// A pack, as other slices see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PackRow {
    pub(crate) id: PackId,
    pub(crate) product_id: ProductId,
    pub(crate) producer_id: OrganisationId,
    pub(crate) label: String,
    pub(crate) label_en: Option<String>,
    pub(crate) gtin: Option<String>,
    pub(crate) case_gtin: Option<String>,
    pub(crate) units: i32,
    pub(crate) net_quantity: i32,
    pub(crate) net_unit: Unit,
    pub(crate) unit_price: i64,
    pub(crate) min_cases: i32,
    pub(crate) case_multiple: i32,
    pub(crate) vat_code: VatCode,
    /// Whether buyers see it: it is on sale, and review has let them.
    pub(crate) active: bool,
    pub(crate) version: i64,
}

/// Packs by id.
pub(crate) async fn packs(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = impl Borrow<PackId>>,
) -> Result<HashMap<PackId, PackRow>> {
    let ids: Vec<PackId> = ids.into_iter().map(|id| *id.borrow()).collect();
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(BATCH) {
        let rows = Entity::find()
            .filter(Column::Id.is_in(some.iter().copied()))
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|row| (row.id, row.into())));
    }
    Ok(found)
}

/// A GTIN as it may be kept: with 8, 12, 13 or 14 digits.
pub(super) fn spellings(number: &str) -> Vec<String> {
    let number = number.trim_start_matches('0');
    [8, 12, 13, 14]
        .into_iter()
        .filter(|length| number.len() <= *length)
        .map(|length| format!("{number:0>length$}"))
        .collect()
}

/// Packs whose consumer unit or case has one of these GTINs, whatever number of digits it is kept with. In the order
/// they were made.
pub(crate) async fn packs_by_gtin(
    db: &impl ConnectionTrait,
    numbers: impl IntoIterator<Item = impl AsRef<str>>,
) -> Result<Vec<PackRow>> {
    let written: Vec<String> = numbers
        .into_iter()
        .flat_map(|number| spellings(number.as_ref()))
        .collect();
    let mut found = Vec::new();
    for some in written.chunks(BATCH) {
        let known = Condition::any()
            .add(Column::Gtin.is_in(some.iter().cloned()))
            .add(Column::CaseGtin.is_in(some.iter().cloned()));
        let rows = Entity::find()
            .filter(known)
            .order_by_asc(Column::Id)
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(PackRow::from));
    }
    Ok(found)
}

/// All packs of products, the inactive too, in the order they were made.
pub(crate) async fn packs_of(
    db: &impl ConnectionTrait,
    product_ids: impl IntoIterator<Item = impl Borrow<ProductId>>,
) -> Result<Vec<PackRow>> {
    let rows = all_rows_of(db, product_ids).await?;
    Ok(rows.into_iter().map(PackRow::from).collect())
}

/// All packs of a producer's own products as they were written down last, reviewed or not: what its tables speak of.
pub(crate) async fn own_packs_of(
    db: &impl ConnectionTrait,
    product_ids: impl IntoIterator<Item = impl Borrow<ProductId>>,
) -> Result<Vec<PackRow>> {
    let rows = all_rows_of(db, product_ids).await?;
    rows.into_iter().map(newest).collect()
}

/// The rows of so many products that one statement would not hold their ids.
async fn all_rows_of(
    db: &impl ConnectionTrait,
    product_ids: impl IntoIterator<Item = impl Borrow<ProductId>>,
) -> Result<Vec<Model>> {
    let ids: Vec<ProductId> = product_ids.into_iter().map(|id| *id.borrow()).collect();
    let mut found = Vec::new();
    for some in ids.chunks(BATCH) {
        found.extend(rows_of(db, some.iter().copied()).await?);
    }
    Ok(found)
}

/// What an active pack costs, and for how much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PackPrice {
    pub(crate) id: PackId,
    pub(crate) product_id: ProductId,
    /// Of the consumer unit, in đồng.
    pub(crate) unit_price: i64,
    pub(crate) net_quantity: i32,
    pub(crate) net_unit: Unit,
    /// The least that can be ordered, in cases.
    pub(crate) least: i64,
}

/// The prices of the active packs of some products (at most ten thousand), or of all, in the order of products, then as
/// they were made. Whole packs are three times as much to read.
pub(crate) async fn pack_prices(
    db: &impl ConnectionTrait,
    only: Option<&[ProductId]>,
) -> Result<Vec<PackPrice>> {
    let packs = Entity::find()
        .filter(Column::Active.eq(true))
        .filter(Column::Reviewed.eq(true))
        .apply_if(only, |packs, ids| {
            packs.filter(Column::ProductId.is_in(ids.iter().copied()))
        });
    let columns = [
        Column::Id,
        Column::ProductId,
        Column::UnitPrice,
        Column::NetQuantity,
        Column::NetUnit,
        Column::MinCases,
        Column::CaseMultiple,
    ];
    let rows: Vec<(PackId, ProductId, i64, i32, Unit, i32, i32)> =
        gather(db, packs, columns.map(Gathered::column)).await?;
    let mut found: Vec<PackPrice> = rows
        .into_iter()
        .map(
            |(id, product_id, unit_price, net_quantity, net_unit, min_cases, case_multiple)| PackPrice {
                id,
                product_id,
                unit_price,
                net_quantity,
                net_unit,
                least: least_cases(min_cases, case_multiple),
            },
        )
        .collect();
    found.sort_unstable_by_key(|pack| (pack.product_id, pack.id));
    Ok(found)
}

impl PackRow {
    /// The least that can be ordered, in cases.
    pub(crate) fn least(&self) -> i64 {
        least_cases(self.min_cases, self.case_multiple)
    }
}

/// A pack as buyers and its producer see it.
pub(crate) fn pack_view(row: &PackRow, available: i64) -> Pack {
    Pack {
        id: row.id,
        label: row.label.clone(),
        label_en: row.label_en.clone(),
        gtin: row.gtin.clone(),
        case_gtin: row.case_gtin.clone(),
        units: row.units,
        net_quantity: row.net_quantity,
        net_unit: row.net_unit,
        unit_price: Money::vnd(row.unit_price),
        case_price: Money::vnd(row.unit_price * i64::from(row.units)),
        price_per: PricePer::of(row.unit_price, row.net_quantity, row.net_unit),
        min_cases: row.min_cases,
        case_multiple: row.case_multiple,
        vat_code: row.vat_code,
        available,
        active: row.active,
        version: row.version,
    }
}

/// One pack as its producer wrote it last, with what is left of it.
pub(super) async fn view_with_stock(db: &impl ConnectionTrait, row: Model, today: Date) -> Result<Pack> {
    let row = newest(row)?;
    let left = available(db, vec![row.id], today).await?;
    Ok(pack_view(&row, left.get(&row.id).copied().unwrap_or(0)))
}

impl From<Model> for PackRow {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            product_id: row.product_id,
            producer_id: row.producer_id,
            label: row.label,
            label_en: row.label_en,
            gtin: row.gtin,
            case_gtin: row.case_gtin,
            units: row.units,
            net_quantity: row.net_quantity,
            net_unit: row.net_unit,
            unit_price: row.unit_price,
            min_cases: row.min_cases,
            case_multiple: row.case_multiple,
            vat_code: row.vat_code,
            active: row.active && row.reviewed,
            version: row.version,
        }
    }
}
