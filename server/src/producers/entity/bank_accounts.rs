//! Table `bank_accounts`: number and holder are sealed; the last digits are what anybody but the manager may see.

use sea_orm::entity::prelude::*;
use shared::{OrganisationId, Timestamp};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bank_accounts")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganisationId,
    pub bank_bin: String,
    pub number_sealed: Vec<u8>,
    pub holder_sealed: Vec<u8>,
    pub last_digits: String,
    pub changed_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
