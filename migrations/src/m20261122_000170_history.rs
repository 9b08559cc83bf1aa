//! When chains counted, organisations were verified and products public, so that a past figure stays what it was.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Table of periods, what it belongs to, and its column that names it.
const TABLES: [(&str, &str, &str); 3] = [
    ("chain_periods", "chains", "chain_id"),
    ("verified_periods", "organisations", "organisation_id"),
    ("public_periods", "products", "product_id"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, of, column) in TABLES {
            NewTable::new(name)
                .columns([uuid(column), big_integer("from_at"), big_integer_null("until_at")])
                .key(&[column, "from_at"])
                .refers(column, of)
                .create(manager)
                .await?;
        }
        // What is true today has been so for as long as anybody wrote down.
        let chains = Query::select()
            .columns(["id", "created_at"])
            .from("chains")
            .and_where(Expr::col("counts_as_retail_chain").eq(true))
            .to_owned();
        begin(manager, TABLES[0], chains).await?;
        let verified = Query::select()
            .column("id")
            .expr(Func::coalesce([
                Expr::col("decided_at"),
                Expr::col("registered_at"),
            ]))
            .from("organisations")
            .and_where(Expr::col("status").eq("verified"))
            .to_owned();
        begin(manager, TABLES[1], verified).await?;
        let public = Query::select()
            .columns(["id", "created_at"])
            .from("products")
            .and_where(Expr::col("public_version_id").is_not_null())
            .to_owned();
        begin(manager, TABLES[2], public).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &TABLES.map(|(name, ..)| name)).await
    }
}

async fn begin(
    manager: &SchemaManager<'_>,
    (table, _, column): (&'static str, &'static str, &'static str),
    rows: SelectStatement,
) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table(table)
        .columns([column, "from_at"])
        .select_from(rows)
        .map_err(|error| DbErr::Migration(error.to_string()))?
        .to_owned();
    manager.execute(insert).await
}
