//! Chains, stores, listings and the confirmations of shelves.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, boolean, pk_uuid, string, string_null, text, text_null, uuid,
        uuid_null,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("chains")
            .columns([
                pk_uuid("id"),
                uuid("organisation_id"),
                string("name"),
                boolean("counts_as_retail_chain"),
                big_integer("created_at"),
            ])
            .refers("organisation_id", "organisations")
            .unique(&["name"])
            .index(&["organisation_id"])
            .create(manager)
            .await?;
        NewTable::new("stores")
            .columns([
                pk_uuid("id"),
                uuid("chain_id"),
                string("code"),
                string("name"),
                string("address"),
                string("commune_code"),
                string_null("gln"),
                big_integer("created_at"),
            ])
            .refers("chain_id", "chains")
            .unique(&["chain_id", "code"])
            .create(manager)
            .await?;
        NewTable::new("listings")
            .columns([
                pk_uuid("id"),
                uuid("product_id"),
                uuid("producer_id"),
                uuid("chain_id"),
                string("status"),
                // `product chain` while the listing is open, so that a chain is pitched once at a time.
                string_null("open_key"),
                text_null("note"),
                text("wanted_stores"),
                string_null("reason_code"),
                text_null("reason"),
                big_integer("pitched_at"),
                big_integer_null("answered_at"),
                big_integer_null("delisted_at"),
                big_integer("version"),
            ])
            .refers("product_id", "products")
            .refers("producer_id", "organisations")
            .refers("chain_id", "chains")
            .unique(&["open_key"])
            .index(&["product_id"])
            .index(&["producer_id", "id"])
            .index(&["chain_id", "status"])
            .create(manager)
            .await?;
        NewTable::new("listing_stores")
            .columns([
                uuid("listing_id"),
                uuid("store_id"),
                big_integer("shelved_at"),
                big_integer_null("confirmed_at"),
                big_integer_null("removed_at"),
            ])
            .key(&["listing_id", "store_id"])
            .refers("listing_id", "listings")
            .refers("store_id", "stores")
            .create(manager)
            .await?;
        // The history that coverage of an earlier day is computed from.
        NewTable::new("shelf_confirmations")
            .columns([
                pk_uuid("id"),
                uuid("listing_id"),
                uuid("store_id"),
                uuid("product_id"),
                big_integer("confirmed_at"),
                uuid_null("user_id"),
            ])
            .refers("listing_id", "listings")
            .refers("store_id", "stores")
            .index(&["confirmed_at"])
            .index(&["listing_id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(
            manager,
            &[
                "shelf_confirmations",
                "listing_stores",
                "listings",
                "stores",
                "chains",
            ],
        )
        .await
    }
}
