//! The audit trail: one row a write, in the write's own transaction.

use sea_orm::entity::prelude::*;
use shared::{AuditId, OrganisationId, Timestamp, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditId,
    pub at: Timestamp,
    pub operation: String,
    pub subject: String,
    pub subject_id: String,
    pub user_id: Option<UserId>,
    pub organisation_id: Option<OrganisationId>,
    pub address: Option<String>,
    pub request_id: Option<String>,
    /// What changed, as [`super::changes`] writes it.
    pub changes: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
