//! Table `basket_lines`: what a person is about to order.

use sea_orm::entity::prelude::*;
use shared::{PackId, Timestamp, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "basket_lines")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub pack_id: PackId,
    pub quantity: i64,
    pub added_at: Timestamp,
    /// What a case cost when the number was last written.
    pub case_price: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
