//! What a write changed, beside who wrote.

use crate::build::{NewColumns, without};
use sea_orm_migration::{prelude::*, schema::text_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewColumns::of("audit")
            .add([text_null("changes")], manager)
            .await?;
        for column in ["organisation_id", "user_id"] {
            let index = Index::create()
                .name(format!("audit_{column}_idx"))
                .table("audit")
                .col(column)
                .col("id")
                .to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["organisation_id", "user_id"] {
            let index = Index::drop()
                .name(format!("audit_{column}_idx"))
                .table("audit")
                .to_owned();
            manager.drop_index(index).await?;
        }
        without(manager, "audit", &["changes"]).await
    }
}
