//! Table `purchases`.

use sea_orm::entity::prelude::*;
use shared::{Currency, Date, OrganisationId, PurchaseId, Timestamp, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchases")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PurchaseId,
    pub buyer_id: OrganisationId,
    pub user_id: UserId,
    pub po_number: Option<String>,
    pub note: Option<String>,
    pub delivery_name: String,
    pub delivery_address: String,
    pub delivery_commune_code: String,
    pub delivery_contact_name: String,
    pub delivery_contact_phone: String,
    pub delivery_contact_email: String,
    pub wanted_on: Option<Date>,
    pub total: i64,
    pub currency: Currency,
    pub placed_at: Timestamp,
    /// None where nobody had to approve it, or has not yet.
    pub approved_by: Option<UserId>,
    pub approved_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
