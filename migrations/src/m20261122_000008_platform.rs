//! What serves every slice: the audit trail, background work, idempotency keys, changes for other replicas.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, binary, integer, pk_uuid, small_integer, string, string_null, text,
        text_null, uuid, uuid_null,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("audit")
            .columns([
                pk_uuid("id"),
                big_integer("at"),
                string("operation"),
                string("subject"),
                string("subject_id"),
                uuid_null("user_id"),
                uuid_null("organisation_id"),
                string_null("address"),
                string_null("request_id"),
            ])
            .index(&["subject_id"])
            .create(manager)
            .await?;
        NewTable::new("jobs")
            .columns([
                pk_uuid("id"),
                string("kind"),
                text("payload"),
                big_integer("run_at"),
                integer("attempts"),
                text_null("last_error"),
                big_integer_null("done_at"),
            ])
            .index(&["done_at", "run_at"])
            .create(manager)
            .await?;
        NewTable::new("idempotency_keys")
            .columns([
                string("actor"),
                string("key"),
                string("request_hash"),
                small_integer("status"),
                binary("body"),
                big_integer_null("resource_version"),
                big_integer("created_at"),
            ])
            .key(&["actor", "key"])
            .index(&["created_at"])
            .create(manager)
            .await?;
        NewTable::new("changes")
            .columns([pk_uuid("id"), uuid("product_id"), big_integer("at")])
            .index(&["at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["changes", "idempotency_keys", "jobs", "audit"]).await
    }
}
