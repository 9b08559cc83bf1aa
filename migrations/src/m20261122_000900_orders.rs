//! When goods were received, and what was counted before a receipt was corrected.

use crate::build::{NewColumns, without};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, text_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewColumns::of("orders")
            .add([big_integer_null("received_at")], manager)
            .await?;
        // An order was received once, as its event says.
        let at = Query::select()
            .expr(Expr::col("at").min())
            .from("order_events")
            .and_where(Expr::col(("order_events", "order_id")).equals(("orders", "id")))
            .and_where(Expr::col(("order_events", "status")).eq("received"))
            .take();
        let known = Query::update()
            .table("orders")
            .value("received_at", SimpleExpr::SubQuery(None, Box::new(at.into())))
            .and_where(Expr::col("status").eq("received"))
            .take();
        manager.execute(known).await?;
        NewColumns::of("order_events")
            .add([text_null("counted_before")], manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        without(manager, "order_events", &["counted_before"]).await?;
        without(manager, "orders", &["received_at"]).await
    }
}
