//! Answers under idempotency keys are kept sealed. Those kept before are let go of; their keys stay, so that nothing is done
//! twice.

use crate::build::{NewColumns, without};
use sea_orm_migration::{
    prelude::*,
    schema::{binary, binary_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        without(manager, "idempotency_keys", &["body"]).await?;
        NewColumns::of("idempotency_keys")
            .add([binary_null("body_sealed")], manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        without(manager, "idempotency_keys", &["body_sealed"]).await?;
        // Nothing of what is sealed can be read without the key.
        let empty = binary("body").default(Vec::<u8>::new()).take();
        NewColumns::of("idempotency_keys").add([empty], manager).await
    }
}
