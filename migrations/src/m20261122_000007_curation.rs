//! Featured products.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, date, small_integer, string, string_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("features")
            .columns([
                small_integer("slot").primary_key().take(),
                uuid("product_id"),
                date("from_on"),
                date("until_on"),
                string("reason"),
                string_null("reason_en"),
                uuid_null("put_by"),
                big_integer("put_at"),
            ])
            .refers("product_id", "products")
            .unique(&["product_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["features"]).await
    }
}
