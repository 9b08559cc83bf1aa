//! Table `collection_products`: which products a collection has, in their order.

use sea_orm::entity::prelude::*;
use shared::{CollectionId, ProductId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "collection_products")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub collection_id: CollectionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i16,
    pub product_id: ProductId,
}

impl ActiveModelBehavior for ActiveModel {}
