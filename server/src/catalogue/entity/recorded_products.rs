//! Table `recorded_products`: products named in old lists. They are history, not goods.

use sea_orm::entity::prelude::*;
use shared::Timestamp;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recorded_products")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub natural_key: String,
    pub name: String,
    pub recorded_stars: Option<i16>,
    pub group_code: Option<String>,
    pub producer_name: Option<String>,
    pub old_place: Option<String>,
    pub commune_code: Option<String>,
    pub recognition: Option<String>,
    pub source: Option<String>,
    pub imported_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
