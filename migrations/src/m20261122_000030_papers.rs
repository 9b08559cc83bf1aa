//! Producers' papers. A paper that was removed keeps its row for the records of trade; its scan is erased.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, boolean, date_null, pk_uuid, string, string_null, uuid, uuid_null,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("papers")
            .columns([
                pk_uuid("id"),
                uuid("producer_id"),
                uuid_null("product_id"),
                string("kind"),
                string_null("number"),
                string_null("issuer"),
                date_null("issued_on"),
                date_null("expires_on"),
                string_null("scope"),
                string_null("exemption"),
                boolean("public"),
                boolean("shared_with_buyers"),
                string("status"),
                string_null("reason"),
                uuid_null("decided_by"),
                big_integer_null("decided_at"),
                string_null("file"),
                string_null("media_type"),
                big_integer_null("file_size"),
                big_integer("added_at"),
                big_integer_null("removed_at"),
                big_integer("version"),
            ])
            .refers("producer_id", "organisations")
            .refers("product_id", "products")
            .index(&["producer_id"])
            .index(&["product_id"])
            .index(&["status"])
            .index(&["expires_on"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["papers"]).await
    }
}
