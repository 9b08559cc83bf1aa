//! Table `email_changes`: addresses that wait for their link to be followed.

use sea_orm::entity::prelude::*;
use shared::{Timestamp, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "email_changes")]
pub(crate) struct Model {
    /// Of the token in the link.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    pub user_id: UserId,
    pub email: String,
    pub expires_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
