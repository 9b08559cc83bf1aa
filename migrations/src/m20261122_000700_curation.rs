//! Several periods of one featured slot. What was featured stays as it is.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, date, small_integer, string, string_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const COLUMNS: [&str; 8] = [
    "slot",
    "product_id",
    "from_on",
    "until_on",
    "reason",
    "reason_en",
    "put_by",
    "put_at",
];

/// The same in both tables, beside how a slot is kept.
fn columns(slot: ColumnDef) -> [ColumnDef; 8] {
    [
        slot,
        uuid("product_id"),
        date("from_on"),
        date("until_on"),
        string("reason"),
        string_null("reason_en"),
        uuid_null("put_by"),
        big_integer("put_at"),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("feature_periods")
            .columns(columns(small_integer("slot")))
            .key(&["slot", "from_on"])
            .refers("product_id", "products")
            .index(&["product_id"])
            .create(manager)
            .await?;
        let kept = Query::select().columns(COLUMNS).from("features").to_owned();
        let mut moved = Query::insert();
        moved
            .into_table("feature_periods")
            .columns(COLUMNS)
            .select_from(kept)
            .map_err(|error| DbErr::Migration(error.to_string()))?;
        manager.execute(moved).await?;
        drop(manager, &["features"]).await
    }

    /// The old table holds one period a slot: which of several is not for a program to say.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("features")
            .columns(columns(small_integer("slot").primary_key().take()))
            .refers("product_id", "products")
            .unique(&["product_id"])
            .create(manager)
            .await?;
        drop(manager, &["feature_periods"]).await
    }
}
