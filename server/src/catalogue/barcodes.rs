//! A barcode names one thing (GS1 General Specifications, section 4): that of a consumer unit one product in one size,
//! whatever case it comes in; that of a case one pack. What is no longer on sale names nothing: a pack that was written
//! down wrongly is taken off, and written again under its numbers.

use super::{
    entity::packs::{Column, Entity, Model},
    pack_words::Words,
    packs::{packs, spellings},
    rows::products,
};
use crate::http::{Error, Result};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select};
use shared::{Code, FieldCode, OrganisationId, PackId, ProductId, catalogue::Unit};
use std::collections::HashMap;

/// What a number stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Thing {
    Unit(ProductId, i32, Unit),
    Case,
}

/// The numbers that a producer's packs bear, the waiting ones too. Without leading zeros: the same number is kept with 8,
/// 12, 13 or 14 digits.
#[derive(Debug, Default)]
pub(crate) struct Barcodes(HashMap<String, Vec<(Option<PackId>, Thing)>>);

impl Barcodes {
    /// Of the packs of a producer that are on sale, as buyers see them and as they were written last.
    pub(crate) async fn of(db: &impl ConnectionTrait, producer: OrganisationId) -> Result<Self> {
        Self::borne(on_sale(producer).all(db).await?)
    }

    fn borne(rows: Vec<Model>) -> Result<Self> {
        let mut known = Self::default();
        for row in rows {
            let newest = Words::newest(&row)?;
            let size = (row.net_quantity, row.net_unit);
            for numbers in [[&row.gtin, &row.case_gtin], [&newest.gtin, &newest.case_gtin]] {
                known.bear(Some(row.id), row.product_id, size, numbers.map(Option::as_deref));
            }
        }
        Ok(known)
    }

    /// Notes the numbers of a pack, which may not have an id yet: its consumer unit's, of so much, and its case's.
    pub(crate) fn bear(
        &mut self,
        id: Option<PackId>,
        product: ProductId,
        size: (i32, Unit),
        numbers: [Option<&str>; 2],
    ) {
        for (_, number, thing) in things(product, size, numbers) {
            self.0.entry(number).or_default().push((id, thing));
        }
    }

    /// The fields of a pack whose numbers name something else already, each with the pack that bears the number.
    pub(crate) fn taken(
        &self,
        own: Option<PackId>,
        product: ProductId,
        size: (i32, Unit),
        numbers: [Option<&str>; 2],
    ) -> Vec<(&'static str, Option<PackId>)> {
        let fields = things(product, size, numbers).filter_map(|(field, number, thing)| {
            let known = self.0.get(&number)?;
            let (id, _) = known.iter().find(|(id, known)| {
                (own.is_none() || *id != own) && (thing == Thing::Case || *known != thing)
            })?;
            Some((field, *id))
        });
        fields.collect()
    }
}

fn things(
    product: ProductId,
    (quantity, unit): (i32, Unit),
    [gtin, case_gtin]: [Option<&str>; 2],
) -> impl Iterator<Item = (&'static str, String, Thing)> {
    let kinds = [
        ("gtin", gtin, Thing::Unit(product, quantity, unit)),
        ("case_gtin", case_gtin, Thing::Case),
    ];
    kinds.into_iter().filter_map(|(field, number, thing)| {
        let number = number?.trim_start_matches('0').to_owned();
        Some((field, number, thing))
    })
}

fn on_sale(producer: OrganisationId) -> Select<Entity> {
    Entity::find()
        .filter(Column::ProducerId.eq(producer))
        .filter(Column::Active.eq(true))
        .order_by_asc(Column::Id)
}

/// Refuses a pack as it is about to be on sale where its numbers name something else of its producer's, and says what.
pub(super) async fn refuse_taken(db: &impl ConnectionTrait, row: &Model, words: &Words) -> Result<()> {
    let numbers = [words.gtin.as_deref(), words.case_gtin.as_deref()];
    let written: Vec<String> = numbers.into_iter().flatten().flat_map(spellings).collect();
    if !row.active || written.is_empty() {
        return Ok(());
    }
    let same = Condition::any()
        .add(Column::Gtin.is_in(&written))
        .add(Column::CaseGtin.is_in(&written))
        // Among what waits for review only its text would tell.
        .add(Column::Proposed.is_not_null());
    let known = Barcodes::borne(on_sale(row.producer_id).filter(same).all(db).await?)?;
    let taken = known.taken(
        Some(row.id),
        row.product_id,
        (row.net_quantity, row.net_unit),
        numbers,
    );
    let Some((_, Some(other))) = taken.first() else {
        return Ok(());
    };
    let other = packs(db, [other])
        .await?
        .remove(other)
        .ok_or_else(Error::not_found)?;
    let product = products(db, [other.product_id]).await?.remove(&other.product_id);
    let name = product.map(|product| product.name).unwrap_or_default();
    let refusal = Error::refuse(Code::ValidationFailed).told(
        format!("Mã vạch này đang dùng cho “{name}”, {}.", other.label),
        format!("This barcode is that of “{name}”, {}.", other.label),
    );
    Err(taken.into_iter().fold(refusal, |refusal, (field, _)| {
        refusal.with_field(field, FieldCode::Taken, None)
    }))
}
