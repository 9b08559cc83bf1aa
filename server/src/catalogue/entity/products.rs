//! Table `products`. Its status is that of its newest version; its public version stays until the next is published.

use sea_orm::entity::prelude::*;
use shared::{OrganisationId, ProductId, ProductVersionId, Timestamp, catalogue::ProductStatus};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "products")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProductId,
    pub producer_id: OrganisationId,
    pub slug: String,
    pub current_version_id: ProductVersionId,
    /// The texts that everybody sees: those reviewed last, unless it is withdrawn or taken down.
    pub public_version_id: Option<ProductVersionId>,
    pub status: ProductStatus,
    pub created_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub version: i64,
    /// The texts that the centre published last.
    pub reviewed_version_id: Option<ProductVersionId>,
    pub withdrawn_at: Option<Timestamp>,
    pub taken_down_at: Option<Timestamp>,
    pub taken_down_reason: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
