//! Listings, and what is missing from the shelves.

use super::{
    Table,
    collect::{Asked, all, ask, within},
};
use crate::{
    exchange::labels::{Labelled, truth},
    http::{Cx, Result},
    listings,
    sheet::Value,
};
use shared::{
    endpoint::Nothing,
    exchange::ExportFilter,
    listings::{
        CoverageQuery, GetCoverage, ListCoverageGaps, ListListings, Listing, ListingFilter, ListingStatus,
    },
};

/// What the list of listings shows under a filter.
async fn listed(cx: &Cx, wanted: ListingFilter) -> Result<Vec<Listing>> {
    let page = |limit, cursor| ListingFilter {
        limit,
        cursor,
        ..wanted.clone()
    };
    all::<ListListings, _, _>(cx, listings::list_listings, page, |_| true).await
}

pub(super) async fn listings(cx: &Cx, asked: &Asked) -> Result<Table> {
    let rows = listed(cx, asked.list()?).await?;
    let rows = rows.into_iter().map(|listing| {
        let stores: Vec<&str> = listing.stores.iter().map(|store| store.name.as_str()).collect();
        vec![
            listing.product_slug.into(),
            asked
                .name(&listing.product_name, listing.product_name_en.as_deref())
                .into(),
            listing.stars.map(i64::from).into(),
            listing.producer.name_in(asked.lang).into(),
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
    let on = asked.filter.on;
    asked.is_within(&ExportFilter {
        on,
        ..ExportFilter::default()
    })?;
    let query = CoverageQuery { on };
    let coverage = ask::<GetCoverage, _, _>(cx, listings::get_coverage, query).await?;
    let on = coverage.on;
    let rows = coverage.missing.into_iter().map(|missing| {
        vec![
            missing.product.slug.as_str().into(),
            missing.product.name_in(asked.lang).into(),
            i64::from(missing.stars).into(),
            missing.producer.name_in(asked.lang).into(),
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

/// The working list of the desk: what stands in the way of each product that is missing, and what to do next.
pub(super) async fn gaps(cx: &Cx, asked: &Asked) -> Result<Table> {
    asked.is_within(&ExportFilter::default())?;
    let gaps = ask::<ListCoverageGaps, _, _>(cx, listings::list_coverage_gaps, Nothing {}).await?;
    let today = cx.today();
    let rows = gaps.items.into_iter().map(|gap| {
        let papers: Vec<String> = gap
            .missing_papers
            .iter()
            .filter_map(|need| asked.word(&format!("papers.need_{need}")))
            .collect();
        vec![
            gap.product.slug.as_str().into(),
            gap.product.name_in(asked.lang).into(),
            i64::from(gap.stars).into(),
            gap.producer.name_in(asked.lang).into(),
            gap.commune.name.into(),
            gap.expires_on.into(),
            asked.word(&format!("gaps.{}", gap.obstacle)).into(),
            gap.since.into(),
            gap.chain.into(),
            gap.reason_code.map(|reason| reason.label(asked.lang)).into(),
            gap.reason.into(),
            papers.join("; ").into(),
            asked.word(&format!("gaps.step_{}", gap.obstacle)).into(),
            today.into(),
        ]
    });
    Ok(Table {
        name: asked
            .lang
            .pick("Việc để lên kệ", "Gaps and next steps")
            .to_owned(),
        columns: vec![
            asked.column("Mã sản phẩm", "Product code", 28),
            asked.column("Tên sản phẩm", "Product", 36),
            asked.column("Số sao", "Stars", 8),
            asked.column("Chủ thể", "Producer", 34),
            asked.column("Xã, phường", "Commune", 22),
            asked.column("Ngày cuối còn hạn", "Last valid day", 14),
            asked.column("Vướng ở đâu", "What stands in the way", 26),
            asked.column("Từ ngày", "Since", 14),
            asked.column("Chuỗi bán lẻ", "Retail chain", 24),
            asked.column("Lý do", "Reason", 18),
            asked.column("Giải thích", "Explanation", 36),
            asked.column("Giấy tờ còn thiếu", "Missing papers", 36),
            asked.column("Việc kế tiếp", "Next step", 60),
            asked.column("Tính đến ngày", "As of", 14),
        ],
        rows: rows.collect(),
    })
}

/// What stands in the stores: one row a product and store.
pub(super) async fn places(cx: &Cx, asked: &Asked) -> Result<Table> {
    let wanted = ListingFilter {
        status: Some(ListingStatus::OnShelf),
        ..asked.list()?
    };
    let store = wanted.store_id;
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for listing in listed(cx, wanted).await? {
        let places = listing.stores.iter();
        for place in places.filter(|place| store.is_none_or(|id| id == place.id)) {
            rows.push(vec![
                listing.chain_name.as_str().into(),
                place.name.as_str().into(),
                listing.product_slug.as_str().into(),
                asked
                    .name(&listing.product_name, listing.product_name_en.as_deref())
                    .into(),
                listing.producer.name_in(asked.lang).into(),
                listing.stars.map(i64::from).into(),
                listing.stars_until.into(),
                place.shelved_at.into(),
                place.confirmed_at.into(),
                place.confirm_by.into(),
                truth(place.overdue, asked.lang).into(),
            ]);
        }
        within(rows.len())?;
    }
    Ok(Table {
        name: asked.lang.pick("Hàng trên kệ", "Shelves").to_owned(),
        columns: vec![
            asked.column("Chuỗi bán lẻ", "Retail chain", 24),
            asked.column("Cửa hàng", "Store", 30),
            asked.column("Mã sản phẩm", "Product code", 28),
            asked.column("Tên sản phẩm", "Product", 36),
            asked.column("Chủ thể", "Producer", 34),
            asked.column("Số sao", "Stars", 8),
            asked.column("Còn hạn đến", "Valid until", 14),
            asked.column("Lên kệ lúc", "On the shelf since", 16),
            asked.column("Xác nhận lúc", "Confirmed at", 16),
            asked.column("Xác nhận lại trước", "Confirm again by", 14),
            asked.column("Cần xác nhận lại", "To be confirmed again", 12),
        ],
        rows,
    })
}
