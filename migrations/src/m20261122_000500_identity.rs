//! A person's mail address beside a phone number to sign in with, whether news of work are mailed, and links that
//! confirm another address.

use crate::build::{NewColumns, NewTable, drop, without};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, boolean, string, string_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewColumns::of("users")
            .add(
                [
                    string_null("email"),
                    boolean("news").default(true).take(),
                    big_integer_null("closed_at"),
                ],
                manager,
            )
            .await?;
        NewTable::new("email_changes")
            .columns([
                string("hash").primary_key().take(),
                uuid("user_id"),
                string("email"),
                big_integer("expires_at"),
            ])
            .refers("user_id", "users")
            .index(&["user_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["email_changes"]).await?;
        without(manager, "users", &["email", "news", "closed_at"]).await
    }
}
