//! Table `memberships`.

use sea_orm::entity::prelude::*;
use shared::{OrganisationId, Timestamp, UserId, identity::Role};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "memberships")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    pub role: Role,
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
