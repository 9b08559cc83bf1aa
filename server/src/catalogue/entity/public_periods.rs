//! Table `public_periods`: since when and until when a product had public texts.

use sea_orm::entity::prelude::*;
use shared::{ProductId, Timestamp};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "public_periods")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_id: ProductId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_at: Timestamp,
    pub until_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
