//! Table `listings`.

use sea_orm::entity::prelude::*;
use shared::{
    ChainId, Date, ListingId, OrganisationId, PackId, ProductId, Timestamp,
    listings::{ListingReason, ListingStatus},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listings")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ListingId,
    pub product_id: ProductId,
    pub producer_id: OrganisationId,
    pub chain_id: ChainId,
    pub status: ListingStatus,
    /// `product chain` while the listing is open, so that a chain is pitched once at a time.
    pub open_key: Option<String>,
    pub note: Option<String>,
    /// The ids of stores, with blanks between them.
    pub wanted_stores: String,
    /// What is offered with the pitch.
    pub pack_id: Option<PackId>,
    pub weekly_cases: Option<i64>,
    pub unit_price: Option<i64>,
    pub starts_on: Option<Date>,
    pub reason_code: Option<ListingReason>,
    pub reason: Option<String>,
    pub pitched_at: Timestamp,
    pub answered_at: Option<Timestamp>,
    pub delisted_at: Option<Timestamp>,
    pub version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
