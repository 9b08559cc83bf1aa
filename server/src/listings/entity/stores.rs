//! Table `stores`.

use sea_orm::entity::prelude::*;
use shared::{ChainId, StoreId, Timestamp};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stores")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StoreId,
    pub chain_id: ChainId,
    pub code: String,
    pub name: String,
    pub address: String,
    pub commune_code: String,
    pub gln: Option<String>,
    pub created_at: Timestamp,
    pub contact_sealed: Option<Vec<u8>>,
    pub closed_at: Option<Timestamp>,
    pub version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
