//! People, organisations, sessions; the profiles of producers.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, pk_uuid, small_integer, small_integer_null, string, string_null,
        text_null, uuid,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("users")
            .columns([
                pk_uuid("id"),
                string("name"),
                string("login"),
                string("password_hash"),
                string("lang"),
                big_integer("created_at"),
            ])
            .unique(&["login"])
            .create(manager)
            .await?;
        NewTable::new("organisations")
            .columns([
                pk_uuid("id"),
                string("kind"),
                string_null("producer_kind"),
                string("name"),
                string("name_folded"),
                string("slug"),
                string("tax_code"),
                string("commune_code"),
                string("contact_name"),
                string("contact_phone"),
                string("contact_email"),
                string("status"),
                string_null("status_reason"),
                big_integer("registered_at"),
                big_integer_null("decided_at"),
                big_integer("version"),
            ])
            .unique(&["slug"])
            .unique(&["tax_code"])
            .index(&["kind", "status", "registered_at"])
            .create(manager)
            .await?;
        NewTable::new("producers")
            .columns([
                pk_uuid("id"),
                string_null("name_en"),
                text_null("story"),
                text_null("story_en"),
                small_integer_null("founded_year"),
                small_integer("lead_time_days"),
                big_integer("minimum_order"),
                big_integer("version"),
            ])
            .refers("id", "organisations")
            .create(manager)
            .await?;
        NewTable::new("memberships")
            .columns([
                uuid("user_id"),
                uuid("organisation_id"),
                string("role"),
                big_integer("created_at"),
            ])
            .key(&["user_id", "organisation_id"])
            .refers("user_id", "users")
            .refers("organisation_id", "organisations")
            .index(&["organisation_id"])
            .create(manager)
            .await?;
        NewTable::new("consents")
            .columns([
                pk_uuid("id"),
                uuid("user_id"),
                string("subject"),
                string("text_version"),
                big_integer("given_at"),
            ])
            .refers("user_id", "users")
            .index(&["user_id"])
            .create(manager)
            .await?;
        NewTable::new("sessions")
            .columns([
                pk_uuid("id"),
                uuid("user_id"),
                uuid("organisation_id"),
                string("access_hash"),
                big_integer("access_expires_at"),
                string("cookie_hash"),
                big_integer("created_at"),
                big_integer("expires_at"),
                big_integer_null("ended_at"),
            ])
            .refers("user_id", "users")
            .refers("organisation_id", "organisations")
            .unique(&["access_hash"])
            .unique(&["cookie_hash"])
            .index(&["user_id"])
            .create(manager)
            .await?;
        NewTable::new("refresh_tokens")
            .columns([
                string("hash").primary_key().take(),
                uuid("session_id"),
                big_integer("created_at"),
                big_integer_null("used_at"),
            ])
            .refers("session_id", "sessions")
            .index(&["session_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(
            manager,
            &[
                "refresh_tokens",
                "sessions",
                "consents",
                "memberships",
                "producers",
                "organisations",
                "users",
            ],
        )
        .await
    }
}
