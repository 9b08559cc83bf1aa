//! English words of order lines; a purchase that somebody has to approve first; a retailer's rules of buying.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, string_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// A statement a column: SQLite adds no more at once.
fn added() -> [(&'static str, ColumnDef); 5] {
    [
        ("order_lines", string_null("product_name_en")),
        ("order_lines", string_null("pack_label_en")),
        // None while the producer must not know of the order.
        ("orders", big_integer_null("sent_at")),
        ("purchases", uuid_null("approved_by")),
        ("purchases", big_integer_null("approved_at")),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, mut column) in added() {
            manager
                .alter_table(Table::alter().table(table).add_column(&mut column).take())
                .await?;
        }
        // What was placed before there were approvals went to its producer at once.
        let sent = Query::update()
            .table("orders")
            .value("sent_at", Expr::col("placed_at"))
            .take();
        manager.execute(sent).await?;
        NewTable::new("buying_rules")
            .columns([
                uuid("organisation_id"),
                big_integer_null("approval_from"),
                big_integer("version"),
            ])
            .key(&["organisation_id"])
            .refers("organisation_id", "organisations")
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["buying_rules"]).await?;
        for (table, column) in [
            ("purchases", "approved_at"),
            ("purchases", "approved_by"),
            ("orders", "sent_at"),
            ("order_lines", "pack_label_en"),
            ("order_lines", "product_name_en"),
        ] {
            manager
                .alter_table(Table::alter().table(table).drop_column(column).take())
                .await?;
        }
        Ok(())
    }
}
