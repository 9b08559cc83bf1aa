//! Table `orders`.

use sea_orm::entity::prelude::*;
use shared::{Currency, OrderId, OrganisationId, PurchaseId, Timestamp, orders::OrderStatus};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "orders")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderId,
    pub number: String,
    pub purchase_id: PurchaseId,
    pub buyer_id: OrganisationId,
    pub producer_id: OrganisationId,
    pub status: OrderStatus,
    pub line_count: i32,
    pub subtotal: i64,
    pub vat: i64,
    pub total: i64,
    pub currency: Currency,
    pub placed_at: Timestamp,
    /// None once answered.
    pub answer_by: Option<Timestamp>,
    /// When the producer could see it; None while it waits for approval, and for good where it was never approved.
    pub sent_at: Option<Timestamp>,
    /// When the buyer counted the goods first; None before.
    pub received_at: Option<Timestamp>,
    pub version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
