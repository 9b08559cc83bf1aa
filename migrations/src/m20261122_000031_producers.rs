//! What a producer tells about itself beside its story, its photographs, and where it is paid.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, binary, integer_null, pk_uuid, string, string_null, text, text_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for column in [
            string_null("address"),
            integer_null("members"),
            string_null("website"),
            text_null("capacity"),
            text_null("capacity_en"),
        ] {
            manager
                .alter_table(Table::alter().table("producers").add_column(column).take())
                .await?;
        }
        NewTable::new("producer_photos")
            .columns([
                pk_uuid("id"),
                uuid("producer_id"),
                string("file"),
                text("sizes"),
                string_null("caption"),
                string_null("caption_en"),
                big_integer("created_at"),
            ])
            .refers("producer_id", "organisations")
            .index(&["producer_id"])
            .create(manager)
            .await?;
        // One a producer: its id is the organisation's.
        NewTable::new("bank_accounts")
            .columns([
                pk_uuid("id"),
                string("bank_bin"),
                binary("number_sealed"),
                binary("holder_sealed"),
                string("last_digits"),
                big_integer("changed_at"),
            ])
            .refers("id", "organisations")
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["bank_accounts", "producer_photos"]).await?;
        for column in ["capacity_en", "capacity", "website", "members", "address"] {
            manager
                .alter_table(Table::alter().table("producers").drop_column(column).take())
                .await?;
        }
        Ok(())
    }
}
