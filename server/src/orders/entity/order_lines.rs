//! Table `order_lines`: with the words and the price of the day the order was placed.

use sea_orm::entity::prelude::*;
use shared::{ListingId, OrderId, OrderLineId, PackId, ProductId, VatCode};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_lines")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderLineId,
    pub order_id: OrderId,
    /// From 0.
    pub position: i32,
    pub pack_id: PackId,
    pub product_id: ProductId,
    pub product_slug: String,
    pub product_name: String,
    pub pack_label: String,
    pub product_name_en: Option<String>,
    pub pack_label_en: Option<String>,
    pub gtin: Option<String>,
    pub quantity: i64,
    pub units: i32,
    pub unit_price: i64,
    pub vat_code: VatCode,
    pub subtotal: i64,
    pub vat: i64,
    pub accepted: Option<i64>,
    pub damaged: Option<i64>,
    /// Where the price is an agreed one: the listing that says so.
    pub listing_id: Option<ListingId>,
    pub case_gtin: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
