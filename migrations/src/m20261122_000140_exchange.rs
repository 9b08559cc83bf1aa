//! Imports: files that were sent to be brought in, until their rows are written.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob_null, boolean, pk_uuid, small_integer, string, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("imports")
            .columns([
                pk_uuid("id"),
                uuid("organisation_id"),
                uuid("user_id"),
                string("kind"),
                string("file_name"),
                string("file_hash"),
                string("status"),
                boolean("dry_run"),
                // The cells, packed; null once there is nothing more to do with them.
                blob_null("cells"),
                // What is wrong with the rows, packed; null where nothing is.
                blob_null("errors"),
                big_integer("error_count"),
                big_integer("announced"),
                big_integer("created"),
                big_integer("changed"),
                big_integer("unchanged"),
                big_integer("refused"),
                big_integer_null("present"),
                small_integer("attempts"),
                big_integer("created_at"),
                big_integer_null("finished_at"),
            ])
            .refers("organisation_id", "organisations")
            .refers("user_id", "users")
            .index(&["organisation_id", "id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["imports"]).await
    }
}
