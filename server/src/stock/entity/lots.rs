//! Table `lots`.

use sea_orm::entity::prelude::*;
use shared::{Date, LotId, OrganisationId, PackId, ProductId, Timestamp};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lots")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LotId,
    pub pack_id: PackId,
    pub product_id: ProductId,
    pub producer_id: OrganisationId,
    pub code: String,
    pub produced_on: Date,
    pub best_before: Option<Date>,
    pub on_hand: i64,
    pub reserved: i64,
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
