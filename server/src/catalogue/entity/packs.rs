//! Table `packs`: what can be ordered. Name and barcodes are those that buyers see; what is proposed waits for review.

use sea_orm::entity::prelude::*;
use shared::{Currency, OrganisationId, PackId, ProductId, Timestamp, VatCode, catalogue::Unit};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "packs")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PackId,
    pub product_id: ProductId,
    pub producer_id: OrganisationId,
    pub label: String,
    pub label_en: Option<String>,
    pub gtin: Option<String>,
    pub case_gtin: Option<String>,
    pub units: i32,
    pub net_quantity: i32,
    pub net_unit: Unit,
    pub unit_price: i64,
    pub currency: Currency,
    pub min_cases: i32,
    pub case_multiple: i32,
    pub vat_code: VatCode,
    pub active: bool,
    pub created_at: Timestamp,
    pub version: i64,
    /// Whether review has let buyers see it.
    pub reviewed: bool,
    /// A JSON object: name and barcodes that wait for review.
    pub proposed: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
