//! Table `imports`: files that were sent to be brought in.

use sea_orm::entity::prelude::*;
use shared::{
    ImportId, OrganisationId, Timestamp, UserId,
    exchange::{ImportKind, ImportStatus},
};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "imports")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportId,
    pub organisation_id: OrganisationId,
    /// Whose goods they are, where somebody else brings them in.
    pub producer_id: Option<OrganisationId>,
    pub user_id: UserId,
    pub kind: ImportKind,
    pub file_name: String,
    /// Of the file's bytes; tells whether two imports were of the same file.
    pub file_hash: String,
    pub status: ImportStatus,
    pub dry_run: bool,
    /// The rows, packed. None once there is nothing more to do with them.
    pub cells: Option<Vec<u8>>,
    /// What is wrong with them, packed.
    pub errors: Option<Vec<u8>>,
    pub error_count: i64,
    pub announced: i64,
    pub created: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub refused: i64,
    pub present: Option<i64>,
    /// How often the present step broke off.
    pub attempts: i16,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
