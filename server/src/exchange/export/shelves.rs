//! Listings, and what is missing from the shelves.

use super::{
    Table,
    collect::{Asked, Take, all, ask},
};
use crate::{
    exchange::labels::Labelled,
    http::{Cx, Result},
    listings,
};
use shared::listings::{CoverageQuery, GetCoverage, ListListings, ListingFilter};

pub(super) async fn listings(cx: &Cx, asked: &Asked) -> Result<Table> {
    let status = asked.status()?;
    let page = |limit, cursor| ListingFilter {
        status,
        limit,
        cursor,
        ..ListingFilter::default()
    };
    let rows = all::<ListListings, _, _, _>(cx, listings::list_listings, page, |_| Take::Yes).await?;
    let rows = rows.into_iter().map(|listing| {
        let stores: Vec<&str> = listing.stores.iter().map(|store| store.name.as_str()).collect();
        vec![
            listing.product_slug.into(),
            listing.product_name.into(),
            listing.stars.map(i64::from).into(),
            listing.producer.name.into(),
            listing.chain_name.into(),
            listing.status.label(asked.lang).into(),
            stores.join("; ").into(),
            listing.confirm_by.into(),
            listing.pitched_at.into(),
            listing.answered_at.into(),
            listing.reason_code.map(|reason| reason.label(asked.lang)).into(),
            listing.reason.into(),
            listing.note.into(),
        ]
    });
    Ok(Table {
        name: asked.lang.pick("Hồ sơ lên kệ", "Listings").to_owned(),
        columns: vec![
            asked.column("Mã sản phẩm", "Product code", 28),
            asked.column("Tên sản phẩm", "Product", 36),
            asked.column("Số sao", "Stars", 8),
            asked.column("Chủ thể", "Producer", 34),
            asked.column("Chuỗi bán lẻ", "Retail chain", 24),
            asked.column("Trạng thái", "State", 16),
            asked.column("Cửa hàng", "Stores", 40),
            asked.column("Xác nhận lại trước", "Confirm again by", 14),
            asked.column("Chào lúc", "Pitched at", 16),
            asked.column("Trả lời lúc", "Answered at", 16),
            asked.column("Lý do", "Reason", 18),
            asked.column("Giải thích", "Explanation", 36),
            asked.column("Lời chào", "Pitch", 36),
        ],
        rows: rows.collect(),
    })
}

pub(super) async fn coverage(cx: &Cx, asked: &Asked) -> Result<Table> {
    let query = CoverageQuery { on: asked.filter.on };
    let coverage = ask::<GetCoverage, _, _>(cx, listings::get_coverage, query).await?;
    let on = coverage.on;
    let rows = coverage.missing.into_iter().map(|missing| {
        vec![
            missing.product.slug.into(),
            missing.product.name.into(),
            i64::from(missing.stars).into(),
            missing.producer.name.into(),
            missing.expires_on.into(),
            on.into(),
        ]
    });
    Ok(Table {
        name: asked.lang.pick("Chưa có trên kệ", "Not on a shelf").to_owned(),
        columns: vec![
            asked.column("Mã sản phẩm", "Product code", 28),
            asked.column("Tên sản phẩm", "Product", 36),
            asked.column("Số sao", "Stars", 8),
            asked.column("Chủ thể", "Producer", 34),
            asked.column("Ngày cuối còn hạn", "Last valid day", 14),
            asked.column("Tính đến ngày", "As of", 14),
        ],
        rows: rows.collect(),
    })
}
