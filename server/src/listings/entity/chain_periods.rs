//! Table `chain_periods`: since when and until when a chain's shelves counted for coverage.

use sea_orm::entity::prelude::*;
use shared::{ChainId, Timestamp};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chain_periods")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub chain_id: ChainId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_at: Timestamp,
    pub until_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
