//! Whether mails to an organisation arrive: somebody followed the link that was sent there.

use crate::build::{NewColumns, without};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, string_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const COLUMNS: [&str; 2] = ["email_confirmed_at", "email_token_hash"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let [confirmed, token] = COLUMNS;
        NewColumns::of("organisations")
            .add([big_integer_null(confirmed), string_null(token)], manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        without(manager, "organisations", &COLUMNS).await
    }
}
