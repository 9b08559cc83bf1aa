//! Certificates that were revoked or corrected.

use crate::build::{NewColumns, without};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, date_null, string_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewColumns::of("certificates")
            .add(
                [
                    date_null("revoked_on"),
                    string_null("revoke_reason"),
                    big_integer("version").default(1).take(),
                ],
                manager,
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        without(
            manager,
            "certificates",
            &["revoked_on", "revoke_reason", "version"],
        )
        .await
    }
}
