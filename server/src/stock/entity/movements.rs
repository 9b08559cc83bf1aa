//! Table `movements`: append-only.

use sea_orm::entity::prelude::*;
use shared::{LotId, MovementId, OrderId, Timestamp, UserId, stock::MovementReason};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "movements")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MovementId,
    pub lot_id: LotId,
    pub delta: i64,
    pub reason: MovementReason,
    pub order_id: Option<OrderId>,
    pub note: Option<String>,
    pub user_id: Option<UserId>,
    pub at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
