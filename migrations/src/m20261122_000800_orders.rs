//! The case's GTIN on a line, beside the consumer unit's: papers name what stands on the case too.

use crate::build::{NewColumns, without};
use sea_orm_migration::{prelude::*, schema::string_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewColumns::of("order_lines")
            .add([string_null("case_gtin")], manager)
            .await?;
        // The code of a case stays the same as long as the case does: what the pack says now stood on it then.
        let of_pack = Query::select()
            .column("case_gtin")
            .from("packs")
            .and_where(Expr::col(("packs", "id")).equals(("order_lines", "pack_id")))
            .take();
        let known = Query::update()
            .table("order_lines")
            .value("case_gtin", SimpleExpr::SubQuery(None, Box::new(of_pack.into())))
            .take();
        manager.execute(known).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        without(manager, "order_lines", &["case_gtin"]).await
    }
}
