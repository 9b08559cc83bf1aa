//! Invitations of people into organisations.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, pk_uuid, string, string_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("invitations")
            .columns([
                pk_uuid("id"),
                uuid("organisation_id"),
                string("login"),
                string_null("name"),
                string("role"),
                string("token_hash"),
                uuid("invited_by"),
                big_integer("created_at"),
                big_integer("expires_at"),
                big_integer_null("accepted_at"),
                big_integer_null("withdrawn_at"),
            ])
            .refers("organisation_id", "organisations")
            .refers("invited_by", "users")
            .unique(&["token_hash"])
            .index(&["organisation_id", "login"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["invitations"]).await
    }
}
