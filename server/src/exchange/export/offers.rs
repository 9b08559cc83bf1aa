//! What a buyer compares, at the prices that buyer pays; and the prices that its chains have agreed on.

use super::{
    Table,
    collect::{Asked, all, ask, within},
};
use crate::{
    catalogue, discovery,
    exchange::labels::{Labelled, truth},
    http::{Cx, Result},
    listings, producers,
    sheet::{Column, Value},
};
use shared::{
    PackId,
    catalogue::{Pack, PricePer},
    discovery::{ListOffers, ProductFilter, ProductOffer},
    identity::OrganisationKind,
    listings::{AgreedFilter, AgreedPrice, ListAgreedPrices},
};
use std::collections::HashMap;

pub(super) async fn offers(cx: &Cx, asked: &Asked) -> Result<Table> {
    let wanted: ProductFilter = asked.list()?;
    let page = |limit, cursor| ProductFilter {
        limit,
        cursor,
        ..wanted.clone()
    };
    let offers = all::<ListOffers, _, _>(cx, discovery::list_offers, page, |_| true).await?;
    let agreed = if cx.member()?.kind == OrganisationKind::Retailer {
        agreed(cx, AgreedFilter::default()).await?
    } else {
        Vec::new()
    };
    let agreed: HashMap<PackId, AgreedPrice> =
        agreed.into_iter().map(|price| (price.pack_id, price)).collect();
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for offer in &offers {
        if offer.packs.is_empty() {
            rows.push(row(asked, offer, None, &agreed));
        }
        rows.extend(
            offer
                .packs
                .iter()
                .map(|pack| row(asked, offer, Some(pack), &agreed)),
        );
        within(rows.len())?;
    }
    Ok(Table {
        name: asked.lang.pick("Bảng chào hàng", "Catalogue").to_owned(),
        columns: headings(asked),
        rows,
    })
}

fn headings(asked: &Asked) -> Vec<Column> {
    let standing = [
        asked.column("Xã, phường", "Commune", 22),
        asked.column("Số sao", "Stars", 8),
        asked.column("Còn hạn đến", "Valid until", 14),
    ];
    let terms = [
        asked.column("Lượng tịnh một đơn vị", "Net content of a unit", 12),
        asked.column("Đơn vị đo", "Unit of measure", 12),
        asked.column(
            "Giá một đơn vị chưa VAT (₫)",
            "Price of a unit before VAT (₫)",
            16,
        ),
        asked.column("Giá một thùng chưa VAT (₫)", "Price of a case before VAT (₫)", 16),
        asked.column("Giá thỏa thuận", "Agreed price", 12),
        asked.column("Giá chung một thùng (₫)", "List price of a case (₫)", 16),
        asked.column("Giá so sánh (₫)", "Comparable price (₫)", 16),
        asked.column("Giá so sánh của một", "Comparable price of one", 14),
        asked.column("Mã VAT", "VAT code", 10),
        asked.column("Còn bán được (thùng)", "Available (cases)", 12),
        asked.column("Đặt ít nhất (thùng)", "Least order (cases)", 12),
        asked.column("Bội số (thùng)", "Multiple (cases)", 12),
        asked.column("Đơn của chủ thể từ (₫)", "Producer's minimum order (₫)", 16),
        asked.column("Thời gian chuẩn bị (ngày)", "Lead time (days)", 12),
        asked.column("Đang trên kệ", "On a shelf", 10),
        asked.column("Đủ giấy tờ vào siêu thị", "Papers for a supermarket", 14),
        asked.column("Giấy tờ còn thiếu", "Missing papers", 36),
    ];
    let product = product_headings(asked).into_iter().chain(standing);
    product.chain(pack_headings(asked)).chain(terms).collect()
}

/// Which product it is.
fn product_headings(asked: &Asked) -> [Column; 3] {
    [
        asked.column("Mã sản phẩm", "Product code", 28),
        asked.column("Tên sản phẩm", "Product", 36),
        asked.column("Chủ thể", "Producer", 34),
    ]
}

/// Which of its packs.
fn pack_headings(asked: &Asked) -> [Column; 4] {
    [
        asked.column("Quy cách", "Pack", 30),
        asked.column("GTIN đơn vị", "GTIN", 16),
        asked.column("GTIN thùng", "GTIN of the case", 16),
        asked.column("Số đơn vị một thùng", "Units in a case", 12),
    ]
}

/// One pack; a product that has none yet stands by itself.
fn row(
    asked: &Asked,
    offer: &ProductOffer,
    pack: Option<&Pack>,
    agreed: &HashMap<PackId, AgreedPrice>,
) -> Vec<Value> {
    let product = &offer.product;
    let mut row: Vec<Value> = vec![
        product.slug.as_str().into(),
        product.name_in(asked.lang).into(),
        product.producer.name_in(asked.lang).into(),
        product.commune.name.as_str().into(),
        product.stars.map(i64::from).into(),
        offer.stars_until.into(),
    ];
    match pack {
        Some(pack) => row.extend(terms_of(asked, pack, agreed.get(&pack.id))),
        None => row.extend(std::iter::repeat_n(Value::Empty, 16)),
    }
    let missing = offer.papers.as_ref().map(|papers| {
        let names = papers.missing.iter();
        let names = names.filter_map(|need| asked.word(&format!("papers.need_{need}")));
        names.collect::<Vec<_>>().join("; ")
    });
    let complete = offer
        .papers
        .as_ref()
        .map(|papers| truth(papers.complete, asked.lang));
    let more: [Value; 5] = [
        offer.minimum_order.into(),
        i64::from(offer.lead_time_days).into(),
        truth(product.on_shelf, asked.lang).into(),
        complete.into(),
        missing.into(),
    ];
    row.extend(more);
    row
}

fn terms_of(asked: &Asked, pack: &Pack, agreed: Option<&AgreedPrice>) -> [Value; 16] {
    let unit_price = agreed.map_or(pack.unit_price, |price| price.unit_price);
    let case_price = agreed.map_or(pack.case_price, |price| price.case_price);
    let per = PricePer::of(unit_price.amount, pack.net_quantity, pack.net_unit);
    [
        asked.name(&pack.label, pack.label_en.as_deref()).into(),
        pack.gtin.clone().into(),
        pack.case_gtin.clone().into(),
        pack.units.into(),
        pack.net_quantity.into(),
        pack.net_unit.label(asked.lang).into(),
        unit_price.into(),
        case_price.into(),
        truth(agreed.is_some(), asked.lang).into(),
        pack.case_price.into(),
        per.price.into(),
        per.unit.label(asked.lang).into(),
        pack.vat_code.as_str().into(),
        pack.available.into(),
        pack.min_cases.into(),
        pack.case_multiple.into(),
    ]
}

async fn agreed(cx: &Cx, filter: AgreedFilter) -> Result<Vec<AgreedPrice>> {
    let prices = ask::<ListAgreedPrices, _, _>(cx, listings::list_agreed_prices, filter).await?;
    Ok(prices.items)
}

pub(super) async fn agreed_prices(cx: &Cx, asked: &Asked) -> Result<Table> {
    let prices = agreed(cx, asked.list()?).await?;
    let packs = catalogue::packs(cx.reader(), prices.iter().map(|price| price.pack_id)).await?;
    let products = catalogue::products(cx.reader(), prices.iter().map(|price| price.product_id)).await?;
    let makers = products.values().map(|product| product.producer_id);
    let makers = producers::producer_refs(cx.reader(), makers).await?;
    let rows = prices.into_iter().filter_map(|price| {
        let (pack, product) = packs.get(&price.pack_id).zip(products.get(&price.product_id))?;
        let maker = makers.get(&product.producer_id);
        Some(vec![
            product.slug.as_str().into(),
            asked.name(&product.name, product.name_en.as_deref()).into(),
            maker.map(|maker| maker.name_in(asked.lang)).into(),
            asked.name(&pack.label, pack.label_en.as_deref()).into(),
            pack.gtin.clone().into(),
            pack.case_gtin.clone().into(),
            pack.units.into(),
            price.unit_price.into(),
            price.case_price.into(),
            Value::Money(pack.unit_price),
        ])
    });
    let rows: Vec<Vec<Value>> = rows.collect();
    within(rows.len())?;
    let prices = [
        asked.column(
            "Giá thỏa thuận một đơn vị chưa VAT (₫)",
            "Agreed price of a unit before VAT (₫)",
            18,
        ),
        asked.column(
            "Giá thỏa thuận một thùng chưa VAT (₫)",
            "Agreed price of a case before VAT (₫)",
            18,
        ),
        asked.column(
            "Giá chung một đơn vị chưa VAT (₫)",
            "List price of a unit before VAT (₫)",
            18,
        ),
    ];
    let which = product_headings(asked).into_iter().chain(pack_headings(asked));
    let columns = which.chain(prices).collect();
    Ok(Table {
        name: asked.lang.pick("Giá thỏa thuận", "Agreed prices").to_owned(),
        columns,
        rows,
    })
}
