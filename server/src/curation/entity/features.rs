//! Table `feature_periods`.

use sea_orm::entity::prelude::*;
use shared::{Date, ProductId, Timestamp, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "feature_periods")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub slot: i16,
    pub product_id: ProductId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_on: Date,
    /// The last day.
    pub until_on: Date,
    pub reason: String,
    pub reason_en: Option<String>,
    pub put_by: Option<UserId>,
    pub put_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
