//! Lots and the ledger of what came and went.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, date, date_null, pk_uuid, string, string_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("lots")
            .columns([
                pk_uuid("id"),
                uuid("pack_id"),
                uuid("product_id"),
                uuid("producer_id"),
                string("code"),
                date("produced_on"),
                date_null("best_before"),
                big_integer("on_hand"),
                big_integer("reserved"),
                big_integer("created_at"),
            ])
            .refers("pack_id", "packs")
            .refers("product_id", "products")
            .refers("producer_id", "organisations")
            .check("on_hand", Expr::col("on_hand").gte(0))
            .check(
                "reserved",
                Expr::col("reserved")
                    .gte(0)
                    .and(Expr::col("reserved").lte(Expr::col("on_hand"))),
            )
            .unique(&["pack_id", "code"])
            .index(&["product_id"])
            .index(&["producer_id", "best_before"])
            .create(manager)
            .await?;
        NewTable::new("movements")
            .columns([
                pk_uuid("id"),
                uuid("lot_id"),
                big_integer("delta"),
                string("reason"),
                // Not a foreign key: orders come later in the graph of slices.
                uuid_null("order_id"),
                string_null("note"),
                uuid_null("user_id"),
                big_integer("at"),
            ])
            .refers("lot_id", "lots")
            .index(&["lot_id", "id"])
            .create(manager)
            .await?;
        NewTable::new("holds")
            .columns([uuid("order_line_id"), uuid("lot_id"), big_integer("quantity")])
            .key(&["order_line_id", "lot_id"])
            .refers("lot_id", "lots")
            .check("quantity", Expr::col("quantity").gt(0))
            .index(&["lot_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["holds", "movements", "lots"]).await
    }
}
