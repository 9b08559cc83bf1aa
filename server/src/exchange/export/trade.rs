//! Orders, one row a line.

use super::{
    Table,
    collect::{Asked, allowed, within},
};
use crate::{
    exchange::labels::Labelled,
    http::{Cx, Result},
    orders,
    sheet::{MAX_ROWS, Value},
};
use shared::orders::{ListOrders, OrderFilter};

pub(super) async fn orders(cx: &Cx, asked: &Asked) -> Result<Table> {
    allowed::<ListOrders>(cx)?;
    let filter: OrderFilter = asked.list()?;
    let lines = orders::ordered_lines(cx.reader(), cx.member()?, &filter, MAX_ROWS).await?;
    within(lines.len())?;
    let rows = lines.into_iter().map(|line| {
        vec![
            line.number.into(),
            line.status.label(asked.lang).into(),
            line.placed_at.into(),
            line.buyer.into(),
            line.producer.name_in(asked.lang).into(),
            line.po_number.into(),
            line.delivery.into(),
            line.wanted_on.into(),
            line.product_slug.into(),
            asked
                .name(&line.product_name, line.product_name_en.as_deref())
                .into(),
            asked.name(&line.pack_label, line.pack_label_en.as_deref()).into(),
            line.gtin.into(),
            line.case_gtin.into(),
            line.quantity.into(),
            line.units.into(),
            Value::Money(line.unit_price),
            line.vat_code.as_str().into(),
            Value::Money(line.subtotal),
            Value::Money(line.vat),
            Value::Money(line.subtotal + line.vat),
            line.accepted.into(),
            line.damaged.into(),
            line.due.map_or(Value::Empty, Value::Money),
        ]
    });
    Ok(Table {
        name: asked.lang.pick("Đơn hàng", "Orders").to_owned(),
        columns: vec![
            asked.column("Số đơn", "Order", 18),
            asked.column("Trạng thái", "State", 16),
            asked.column("Đặt lúc", "Placed at", 16),
            asked.column("Bên mua", "Buyer", 34),
            asked.column("Chủ thể", "Producer", 34),
            asked.column("Số PO", "PO number", 16),
            asked.column("Giao đến", "Delivered to", 40),
            asked.column("Ngày muốn nhận", "Wanted on", 14),
            asked.column("Mã sản phẩm", "Product code", 28),
            asked.column("Tên sản phẩm", "Product", 36),
            asked.column("Quy cách", "Pack", 28),
            asked.column("GTIN đơn vị", "GTIN (unit)", 16),
            asked.column("GTIN thùng", "GTIN (case)", 16),
            asked.column("Số thùng", "Cases", 10),
            asked.column("Đơn vị một thùng", "Units in a case", 10),
            asked.column("Giá một đơn vị chưa VAT", "Unit price before VAT", 16),
            asked.column("Mã VAT", "VAT code", 10),
            asked.column("Tiền hàng", "Before VAT", 16),
            asked.column("Tiền VAT", "VAT", 14),
            asked.column("Cộng", "Total", 16),
            asked.column("Thùng nhận", "Cases accepted", 12),
            asked.column("Thùng hỏng", "Cases damaged", 12),
            asked.column("Phải trả theo số nhận", "Due for what was accepted", 16),
        ],
        rows: rows.collect(),
    })
}
