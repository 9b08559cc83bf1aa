//! Tables that the centre brings in for a producer.

use crate::build::{NewColumns, without};
use sea_orm_migration::{prelude::*, schema::uuid_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewColumns::of("imports")
            .add([uuid_null("producer_id")], manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        without(manager, "imports", &["producer_id"]).await
    }
}
