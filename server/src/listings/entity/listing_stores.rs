//! Table `listing_stores`.

use sea_orm::entity::prelude::*;
use shared::{ListingId, StoreId, Timestamp, listings::ListingReason};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listing_stores")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub listing_id: ListingId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub store_id: StoreId,
    pub shelved_at: Timestamp,
    /// The newest of the store's confirmations.
    pub confirmed_at: Option<Timestamp>,
    pub removed_at: Option<Timestamp>,
    /// Why it was taken off, where the chain said so.
    pub reason_code: Option<ListingReason>,
    pub reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
