//! Which certificates and papers people were told of, how many days before their last one.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, date, small_integer, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("lapse_notices")
            .columns([
                // A certificate or a paper: ids are of no table alone.
                uuid("subject_id"),
                // Another last day is another matter: corrected, or renewed under the same id.
                date("expires_on"),
                small_integer("days"),
                big_integer("told_at"),
            ])
            .key(&["subject_id", "expires_on", "days"])
            .index(&["told_at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["lapse_notices"]).await
    }
}
