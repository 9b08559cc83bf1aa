//! Table `second_factors`: one authenticator app a person.

use sea_orm::entity::prelude::*;
use shared::{Timestamp, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "second_factors")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    pub secret_sealed: Vec<u8>,
    /// The step of the last code: it and those before it are not taken again.
    pub last_step: i64,
    /// None until the first code was right.
    pub confirmed_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
