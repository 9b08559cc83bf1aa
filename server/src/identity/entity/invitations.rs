//! Table `invitations`.

use sea_orm::entity::prelude::*;
use shared::{InvitationId, OrganisationId, Timestamp, UserId, identity::Role};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    pub organisation_id: OrganisationId,
    pub login: String,
    pub name: Option<String>,
    pub role: Role,
    pub token_hash: String,
    pub invited_by: UserId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub accepted_at: Option<Timestamp>,
    pub withdrawn_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
