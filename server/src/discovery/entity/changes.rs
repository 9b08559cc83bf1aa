//! Table `changes`: which products other replicas read again.

use sea_orm::entity::prelude::*;
use shared::{ProductId, Timestamp};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "changes")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Nil where something public changed that is no product.
    pub product_id: ProductId,
    pub at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
