//! Table `producer_photos`, in the order in which they were added.

use sea_orm::entity::prelude::*;
use shared::{OrganisationId, PhotoId, Timestamp};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "producer_photos")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PhotoId,
    pub producer_id: OrganisationId,
    /// The file names' common start.
    pub file: String,
    pub sizes: String,
    pub caption: Option<String>,
    pub caption_en: Option<String>,
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
