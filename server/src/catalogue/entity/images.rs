//! Table `images`. Rows stay while the newest or the public version of the product shows them.

use sea_orm::entity::prelude::*;
use shared::{ImageId, ProductId, Timestamp};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "images")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImageId,
    pub product_id: ProductId,
    /// `photo` or `illustration`.
    pub kind: String,
    /// The stem of a photograph's files, or the name of an illustration.
    pub file: String,
    /// A JSON list of `[width, height]`, narrow to wide.
    pub sizes: String,
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
