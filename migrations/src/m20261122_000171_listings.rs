//! Chains and stores that change: contacts, closed stores, versions.

use crate::build::{NewColumns, without};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, binary_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let version = || big_integer("version").default(1).take();
        NewColumns::of("chains")
            .add([binary_null("contact_sealed"), version()], manager)
            .await?;
        NewColumns::of("stores")
            .add(
                [
                    binary_null("contact_sealed"),
                    big_integer_null("closed_at"),
                    version(),
                ],
                manager,
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        without(manager, "stores", &["contact_sealed", "closed_at", "version"]).await?;
        without(manager, "chains", &["contact_sealed", "version"]).await
    }
}
