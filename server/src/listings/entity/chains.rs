//! Table `chains`.

use sea_orm::entity::prelude::*;
use shared::{ChainId, OrganisationId, Timestamp};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chains")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ChainId,
    pub organisation_id: OrganisationId,
    pub name: String,
    pub counts_as_retail_chain: bool,
    pub created_at: Timestamp,
    pub contact_sealed: Option<Vec<u8>>,
    pub version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
