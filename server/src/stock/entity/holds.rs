//! Table `holds`: which order line holds how much of which lot.

use sea_orm::entity::prelude::*;
use shared::{LotId, OrderLineId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "holds")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub order_line_id: OrderLineId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub lot_id: LotId,
    pub quantity: i64,
}

impl ActiveModelBehavior for ActiveModel {}
