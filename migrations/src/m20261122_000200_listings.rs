//! A product that leaves the shelf of one store: why, and when what the store had confirmed ended.

use crate::build::{NewColumns, without};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, text_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewColumns::of("listing_stores")
            .add([text_null("reason_code"), text_null("reason")], manager)
            .await?;
        NewColumns::of("shelf_confirmations")
            .add([big_integer_null("ended_at")], manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        without(manager, "shelf_confirmations", &["ended_at"]).await?;
        without(manager, "listing_stores", &["reason_code", "reason"]).await
    }
}
