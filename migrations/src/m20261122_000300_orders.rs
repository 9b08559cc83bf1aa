//! Which listing agreed on a line's price; what a case cost when it came into the basket.

use crate::build::{NewColumns, without};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewColumns::of("order_lines")
            .add([uuid_null("listing_id")], manager)
            .await?;
        // None where it came in before this was kept.
        NewColumns::of("basket_lines")
            .add([big_integer_null("case_price")], manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        without(manager, "basket_lines", &["case_price"]).await?;
        without(manager, "order_lines", &["listing_id"]).await
    }
}
