//! OCOP certificates.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, date, integer_null, pk_uuid, small_integer, string, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("certificates")
            .columns([
                pk_uuid("id"),
                uuid("product_id"),
                uuid("producer_id"),
                small_integer("stars"),
                integer_null("score_hundredths"),
                string("decision_no"),
                string("issuer"),
                string("level"),
                date("issued_on"),
                date("expires_on"),
                string("criteria_version"),
                uuid_null("recorded_by"),
                big_integer("recorded_at"),
            ])
            .refers("product_id", "products")
            .refers("producer_id", "organisations")
            .check("stars", Expr::col("stars").between(3, 5))
            .unique(&["product_id", "decision_no"])
            .index(&["expires_on"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["certificates"]).await
    }
}
