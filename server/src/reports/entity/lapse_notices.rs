//! Table `lapse_notices`.

use sea_orm::entity::prelude::*;
use shared::{Date, Timestamp};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lapse_notices")]
pub(crate) struct Model {
    /// A certificate or a paper.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject_id: Uuid,
    /// The last day that was told of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub expires_on: Date,
    /// Which of the thresholds.
    #[sea_orm(primary_key, auto_increment = false)]
    pub days: i16,
    pub told_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
