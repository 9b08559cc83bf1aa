//! Table `sessions`.

use sea_orm::entity::prelude::*;
use shared::{OrganisationId, SessionId, Timestamp, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    pub user_id: UserId,
    pub organisation_id: OrganisationId,
    pub access_hash: String,
    pub access_expires_at: Timestamp,
    pub cookie_hash: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub device: Option<String>,
    pub address: Option<String>,
    pub last_seen_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
