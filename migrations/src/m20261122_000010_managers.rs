//! Every organisation has a manager: where nobody was one, its people become managers.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let managed = Query::select()
            .column("organisation_id")
            .from("memberships")
            .and_where(Expr::col("role").eq("manager"))
            .take();
        let promote = Query::update()
            .table("memberships")
            .value("role", "manager")
            .and_where(Expr::col("organisation_id").not_in_subquery(managed))
            .take();
        manager.execute(promote).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        // Who was promoted is not remembered; managers may do what they did before.
        Ok(())
    }
}
