//! Collections of products, and the order of the products in each.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, date, date_null, pk_uuid, small_integer, string, string_null, text_null, uuid,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("collections")
            .columns([
                pk_uuid("id"),
                string("slug"),
                string("title"),
                string_null("title_en"),
                text_null("intro"),
                text_null("intro_en"),
                date("from_on"),
                date_null("until_on"),
                boolean("published"),
                big_integer("created_at"),
                big_integer("changed_at"),
                big_integer("version"),
            ])
            .unique(&["slug"])
            .create(manager)
            .await?;
        NewTable::new("collection_products")
            .columns([uuid("collection_id"), small_integer("place"), uuid("product_id")])
            .key(&["collection_id", "place"])
            .refers("collection_id", "collections")
            .refers("product_id", "products")
            .unique(&["collection_id", "product_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["collection_products", "collections"]).await
    }
}
