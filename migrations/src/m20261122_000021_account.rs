//! Mails to be sent, second factors, ways to a new password, what is known of a device, and sealed tax codes.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, binary, binary_null, integer, pk_uuid, string, string_null, uuid,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// One statement a column: SQLite takes no more.
async fn add(manager: &SchemaManager<'_>, table: &'static str, columns: Vec<ColumnDef>) -> Result<(), DbErr> {
    for column in columns {
        manager
            .alter_table(Table::alter().table(table).add_column(column).take())
            .await?;
    }
    Ok(())
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("mails")
            .columns([
                pk_uuid("id"),
                string("kind"),
                string("state"),
                binary_null("address_sealed"),
                binary_null("letter_sealed"),
                integer("attempts"),
                string_null("last_error"),
                big_integer("created_at"),
                big_integer_null("claimed_until"),
                big_integer_null("ended_at"),
            ])
            .index(&["state", "created_at"])
            .create(manager)
            .await?;
        NewTable::new("password_resets")
            .columns([
                string("hash").primary_key().take(),
                uuid("user_id"),
                big_integer("expires_at"),
                big_integer_null("used_at"),
            ])
            .refers("user_id", "users")
            .index(&["user_id"])
            .create(manager)
            .await?;
        NewTable::new("sign_in_steps")
            .columns([
                string("hash").primary_key().take(),
                uuid("user_id"),
                big_integer("expires_at"),
                integer("failures"),
                big_integer_null("used_at"),
            ])
            .refers("user_id", "users")
            .index(&["user_id"])
            .create(manager)
            .await?;
        NewTable::new("second_factors")
            .columns([
                uuid("user_id").primary_key().take(),
                binary("secret_sealed"),
                big_integer("last_step"),
                big_integer_null("confirmed_at"),
            ])
            .refers("user_id", "users")
            .create(manager)
            .await?;
        NewTable::new("recovery_codes")
            .columns([uuid("user_id"), string("hash"), big_integer_null("used_at")])
            .key(&["user_id", "hash"])
            .refers("user_id", "users")
            .create(manager)
            .await?;
        add(
            manager,
            "sessions",
            vec![
                string_null("device"),
                string_null("address"),
                big_integer_null("last_seen_at"),
            ],
        )
        .await?;
        add(
            manager,
            "organisations",
            vec![binary_null("tax_code_sealed"), string_null("tax_code_blind")],
        )
        .await?;
        manager
            .create_index(
                Index::create()
                    .name("organisations_tax_code_blind_key")
                    .table("organisations")
                    .col("tax_code_blind")
                    .unique()
                    .take(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(
                Index::drop()
                    .name("organisations_tax_code_blind_key")
                    .table("organisations")
                    .to_owned(),
            )
            .await?;
        for (table, columns) in [
            ("organisations", ["tax_code_sealed", "tax_code_blind"].as_slice()),
            ("sessions", &["device", "address", "last_seen_at"]),
        ] {
            for column in columns {
                manager
                    .alter_table(Table::alter().table(table).drop_column(*column).take())
                    .await?;
            }
        }
        drop(
            manager,
            &[
                "recovery_codes",
                "second_factors",
                "sign_in_steps",
                "password_resets",
                "mails",
            ],
        )
        .await
    }
}
