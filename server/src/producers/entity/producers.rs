//! Table `producers`: what an organisation adds to its name when it sells. Its id is the organisation's.

use sea_orm::entity::prelude::*;
use shared::OrganisationId;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "producers")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganisationId,
    pub name_en: Option<String>,
    pub story: Option<String>,
    pub story_en: Option<String>,
    pub founded_year: Option<i16>,
    pub lead_time_days: i16,
    pub minimum_order: i64,
    pub address: Option<String>,
    pub members: Option<i32>,
    pub website: Option<String>,
    pub capacity: Option<String>,
    pub capacity_en: Option<String>,
    pub version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
