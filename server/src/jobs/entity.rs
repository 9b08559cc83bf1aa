//! Table `jobs`.

use sea_orm::entity::prelude::*;
use shared::{JobId, Timestamp};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    pub kind: String,
    pub payload: String,
    pub run_at: Timestamp,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub done_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
