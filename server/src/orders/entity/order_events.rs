//! Table `order_events`: the steps that orders have taken.

use sea_orm::entity::prelude::*;
use shared::{
    OrderId, OrganisationId, Timestamp,
    orders::{DeclineReason, OrderStatus},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_events")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub order_id: OrderId,
    pub at: Timestamp,
    pub status: OrderStatus,
    /// None for the market itself.
    pub organisation_id: Option<OrganisationId>,
    /// Why the producer declined.
    pub reason_code: Option<DeclineReason>,
    pub note: Option<String>,
    /// Of a receipt that was corrected: the corrected lines as they were, JSON ([`super::super::counted`]).
    pub counted_before: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
