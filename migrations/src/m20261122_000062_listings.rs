//! What a producer offers with a pitch: which pack, how much a week, at what price, from when.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, date_null, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            uuid_null("pack_id"),
            big_integer_null("weekly_cases"),
            big_integer_null("unit_price"),
            date_null("starts_on"),
        ] {
            // SQLite adds one column at a time.
            manager
                .alter_table(Table::alter().table("listings").add_column(column).to_owned())
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["pack_id", "weekly_cases", "unit_price", "starts_on"] {
            manager
                .alter_table(Table::alter().table("listings").drop_column(column).to_owned())
                .await?;
        }
        Ok(())
    }
}
