//! Table `papers`. A row without `removed_at` is a paper that counts.

use sea_orm::entity::prelude::*;
use shared::{
    Date, OrganisationId, PaperId, ProductId, Timestamp, UserId,
    papers::{Exemption, PaperKind, PaperStatus},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "papers")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaperId,
    pub producer_id: OrganisationId,
    pub product_id: Option<ProductId>,
    pub kind: PaperKind,
    pub number: Option<String>,
    pub issuer: Option<String>,
    pub issued_on: Option<Date>,
    /// The last valid day.
    pub expires_on: Option<Date>,
    pub scope: Option<String>,
    pub exemption: Option<Exemption>,
    pub public: bool,
    pub shared_with_buyers: bool,
    pub status: PaperStatus,
    pub reason: Option<String>,
    pub decided_by: Option<UserId>,
    pub decided_at: Option<Timestamp>,
    /// The scan's name in the store.
    pub file: Option<String>,
    pub media_type: Option<String>,
    pub file_size: Option<i64>,
    pub added_at: Timestamp,
    pub removed_at: Option<Timestamp>,
    pub version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
