//! Table `recovery_codes`: for when the phone is lost.

use sea_orm::entity::prelude::*;
use shared::{Timestamp, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recovery_codes")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    pub used_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
