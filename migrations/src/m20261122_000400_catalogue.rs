//! Products that are withdrawn or taken down, packs that wait for review, ingredients and storage in English.

use crate::build::{NewColumns, without};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, boolean, text_null, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewColumns::of("products")
            .add(
                [
                    uuid_null("reviewed_version_id"),
                    big_integer_null("withdrawn_at"),
                    big_integer_null("taken_down_at"),
                    text_null("taken_down_reason"),
                ],
                manager,
            )
            .await?;
        NewColumns::of("product_versions")
            .add([text_null("ingredients_en"), text_null("storage_en")], manager)
            .await?;
        NewColumns::of("packs")
            .add(
                [
                    boolean("reviewed").default(false).to_owned(),
                    // A JSON object: the names and barcodes that wait for review.
                    text_null("proposed"),
                ],
                manager,
            )
            .await?;
        let reviewed = Query::update()
            .table("products")
            .value("reviewed_version_id", Expr::col("public_version_id"))
            .to_owned();
        manager.execute(reviewed).await?;
        // What could be ordered until now goes on as it is.
        let public = Query::select()
            .column("id")
            .from("products")
            .and_where(Expr::col("public_version_id").is_not_null())
            .to_owned();
        let known = Query::update()
            .table("packs")
            .value("reviewed", true)
            .and_where(Expr::col("product_id").in_subquery(public))
            .to_owned();
        manager.execute(known).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        without(manager, "packs", &["reviewed", "proposed"]).await?;
        without(manager, "product_versions", &["ingredients_en", "storage_en"]).await?;
        without(
            manager,
            "products",
            &[
                "reviewed_version_id",
                "withdrawn_at",
                "taken_down_at",
                "taken_down_reason",
            ],
        )
        .await
    }
}
