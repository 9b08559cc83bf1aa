//! What the pictures of a product show, version by version.

use sea_orm_migration::{prelude::*, schema::text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A JSON object: texts by the id of the picture.
        let column = text("image_alts").default("{}").to_owned();
        manager
            .alter_table(
                Table::alter()
                    .table("product_versions")
                    .add_column(column)
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("product_versions")
                    .drop_column("image_alts")
                    .to_owned(),
            )
            .await
    }
}
