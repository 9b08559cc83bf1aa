//! Table `shelf_confirmations`: the history that coverage of an earlier day is computed from.

use sea_orm::entity::prelude::*;
use shared::{ListingId, ProductId, StoreId, Timestamp, UserId};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shelf_confirmations")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub listing_id: ListingId,
    pub store_id: StoreId,
    pub product_id: ProductId,
    pub confirmed_at: Timestamp,
    pub user_id: Option<UserId>,
    /// When the store took the product off: what it had said counts no longer, also once it is put there again.
    pub ended_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
