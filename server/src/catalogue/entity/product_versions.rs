//! Table `product_versions`: one state of a product's texts.

use sea_orm::entity::prelude::*;
use shared::{ProductId, ProductVersionId, Timestamp};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "product_versions")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProductVersionId,
    pub product_id: ProductId,
    pub number: i32,
    pub name: String,
    pub name_folded: String,
    pub name_en: Option<String>,
    pub group_code: String,
    pub description: String,
    pub description_en: Option<String>,
    pub ingredients: Option<String>,
    pub storage: Option<String>,
    pub shelf_life_days: Option<i32>,
    /// Bit 0 is January; 0 means all year.
    pub season_mask: i32,
    /// Words joined by commas.
    pub claims: String,
    /// A JSON list, in the order of showing.
    pub image_ids: String,
    /// A JSON object: what the pictures show, by their ids.
    pub image_alts: String,
    pub created_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub reviewed_at: Option<Timestamp>,
    pub review_reason: Option<String>,
    pub ingredients_en: Option<String>,
    pub storage_en: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
