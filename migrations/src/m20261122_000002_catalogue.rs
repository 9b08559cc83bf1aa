//! Products in versions, pictures, packs; products recorded from old lists.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, boolean, integer, integer_null, pk_uuid, small_integer_null, string,
        string_null, text, text_null, uuid, uuid_null,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("products")
            .columns([
                pk_uuid("id"),
                uuid("producer_id"),
                string("slug"),
                // Not foreign keys: a product and its first version are written together.
                uuid("current_version_id"),
                uuid_null("public_version_id"),
                string("status"),
                big_integer("created_at"),
                big_integer_null("published_at"),
                big_integer("version"),
            ])
            .refers("producer_id", "organisations")
            .unique(&["slug"])
            .index(&["producer_id"])
            .index(&["status"])
            .create(manager)
            .await?;
        NewTable::new("product_versions")
            .columns([
                pk_uuid("id"),
                uuid("product_id"),
                integer("number"),
                string("name"),
                string("name_folded"),
                string_null("name_en"),
                string("group_code"),
                text("description"),
                text_null("description_en"),
                text_null("ingredients"),
                text_null("storage"),
                integer_null("shelf_life_days"),
                integer("season_mask"),
                string("claims"),
                text("image_ids"),
                big_integer("created_at"),
                big_integer_null("submitted_at"),
                big_integer_null("reviewed_at"),
                string_null("review_reason"),
            ])
            .refers("product_id", "products")
            .unique(&["product_id", "number"])
            .create(manager)
            .await?;
        NewTable::new("images")
            .columns([
                pk_uuid("id"),
                uuid("product_id"),
                string("kind"),
                string("file"),
                text("sizes"),
                big_integer("created_at"),
            ])
            .refers("product_id", "products")
            .index(&["product_id"])
            .create(manager)
            .await?;
        NewTable::new("packs")
            .columns([
                pk_uuid("id"),
                uuid("product_id"),
                uuid("producer_id"),
                string("label"),
                string_null("label_en"),
                string_null("gtin"),
                string_null("case_gtin"),
                integer("units"),
                integer("net_quantity"),
                string("net_unit"),
                big_integer("unit_price"),
                string("currency"),
                integer("min_cases"),
                integer("case_multiple"),
                string("vat_code"),
                boolean("active"),
                big_integer("created_at"),
                big_integer("version"),
            ])
            .refers("product_id", "products")
            .refers("producer_id", "organisations")
            .index(&["product_id"])
            .create(manager)
            .await?;
        NewTable::new("recorded_products")
            .columns([
                pk_uuid("id"),
                string("natural_key"),
                string("name"),
                small_integer_null("recorded_stars"),
                string_null("group_code"),
                string_null("producer_name"),
                string_null("old_place"),
                string_null("commune_code"),
                text_null("recognition"),
                text_null("source"),
                big_integer("imported_at"),
            ])
            .unique(&["natural_key"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(
            manager,
            &[
                "recorded_products",
                "packs",
                "images",
                "product_versions",
                "products",
            ],
        )
        .await
    }
}
