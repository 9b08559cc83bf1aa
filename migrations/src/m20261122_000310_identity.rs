//! Contacts that are public because somebody made them so, and seats outside the province.

use crate::build::{NewColumns, without};
use sea_orm_migration::{prelude::*, schema::string_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const COLUMNS: [&str; 4] = [
    "seat",
    "public_contact_name",
    "public_contact_phone",
    "public_contact_email",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewColumns::of("organisations")
            .add(COLUMNS.map(string_null), manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        without(manager, "organisations", &COLUMNS).await
    }
}
