//! Table `collections`.

use sea_orm::entity::prelude::*;
use shared::{CollectionId, Date, Timestamp};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "collections")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CollectionId,
    pub slug: String,
    pub title: String,
    pub title_en: Option<String>,
    pub intro: Option<String>,
    pub intro_en: Option<String>,
    pub from_on: Date,
    /// The last day.
    pub until_on: Option<Date>,
    pub published: bool,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
