//! Baskets, purchases and orders.

use crate::build::{NewTable, drop};
use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, date_null, integer, pk_uuid, string, string_null, text_null, uuid,
        uuid_null,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::new("basket_lines")
            .columns([
                uuid("user_id"),
                uuid("pack_id"),
                big_integer("quantity"),
                big_integer("added_at"),
            ])
            .key(&["user_id", "pack_id"])
            .refers("user_id", "users")
            .refers("pack_id", "packs")
            .create(manager)
            .await?;
        NewTable::new("purchases")
            .columns([
                pk_uuid("id"),
                uuid("buyer_id"),
                uuid("user_id"),
                string_null("po_number"),
                text_null("note"),
                string("delivery_name"),
                string("delivery_address"),
                string("delivery_commune_code"),
                string("delivery_contact_name"),
                string("delivery_contact_phone"),
                string("delivery_contact_email"),
                date_null("wanted_on"),
                big_integer("total"),
                string("currency"),
                big_integer("placed_at"),
            ])
            .refers("buyer_id", "organisations")
            .refers("user_id", "users")
            .index(&["buyer_id", "id"])
            .create(manager)
            .await?;
        NewTable::new("orders")
            .columns([
                pk_uuid("id"),
                string("number"),
                uuid("purchase_id"),
                uuid("buyer_id"),
                uuid("producer_id"),
                string("status"),
                integer("line_count"),
                big_integer("subtotal"),
                big_integer("vat"),
                big_integer("total"),
                string("currency"),
                big_integer("placed_at"),
                big_integer_null("answer_by"),
                big_integer("version"),
            ])
            .refers("purchase_id", "purchases")
            .refers("buyer_id", "organisations")
            .refers("producer_id", "organisations")
            .unique(&["number"])
            .index(&["purchase_id"])
            .index(&["buyer_id", "id"])
            .index(&["producer_id", "id"])
            .create(manager)
            .await?;
        NewTable::new("order_lines")
            .columns([
                pk_uuid("id"),
                uuid("order_id"),
                integer("position"),
                uuid("pack_id"),
                uuid("product_id"),
                string("product_slug"),
                string("product_name"),
                string("pack_label"),
                string_null("gtin"),
                big_integer("quantity"),
                integer("units"),
                big_integer("unit_price"),
                string("vat_code"),
                big_integer("subtotal"),
                big_integer("vat"),
                big_integer_null("accepted"),
                big_integer_null("damaged"),
            ])
            .refers("order_id", "orders")
            .refers("pack_id", "packs")
            .check("quantity", Expr::col("quantity").gt(0))
            .index(&["order_id", "position"])
            .create(manager)
            .await?;
        NewTable::new("line_lots")
            .columns([uuid("order_line_id"), uuid("lot_id"), big_integer("quantity")])
            .key(&["order_line_id", "lot_id"])
            .refers("order_line_id", "order_lines")
            .refers("lot_id", "lots")
            .create(manager)
            .await?;
        NewTable::new("order_events")
            .columns([
                pk_uuid("id"),
                uuid("order_id"),
                big_integer("at"),
                string("status"),
                uuid_null("organisation_id"),
                text_null("note"),
            ])
            .refers("order_id", "orders")
            .index(&["order_id", "id"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(
            manager,
            &[
                "order_events",
                "line_lots",
                "order_lines",
                "orders",
                "purchases",
                "basket_lines",
            ],
        )
        .await
    }
}
