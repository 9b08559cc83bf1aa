//! Table `sign_in_steps`: sign-ins whose password was right and whose code is awaited.

use sea_orm::entity::prelude::*;
use shared::{Timestamp, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_steps")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    pub user_id: UserId,
    pub expires_at: Timestamp,
    pub failures: i32,
    pub used_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
