//! Goods go outside the province, too: a purchase names ward and province there, where no commune of this one can be chosen.

use crate::build::{NewColumns, without};
use sea_orm_migration::{prelude::*, schema::string_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewColumns::of("purchases")
            .add([string_null("delivery_locality")], manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        without(manager, "purchases", &["delivery_locality"]).await
    }
}
