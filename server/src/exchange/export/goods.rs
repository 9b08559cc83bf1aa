//! Products, packs and lots, in the columns in which they can be brought in again.

use super::{
    Table,
    collect::{Asked, all},
};
use crate::{
    catalogue,
    exchange::{
        columns,
        labels::{Labelled, truth},
    },
    http::{Cx, Result},
    sheet::{Column, Value},
    stock,
};
use shared::{
    catalogue::{ListManagedProducts, ManagedProduct, ManagedProductFilter},
    exchange::ImportKind,
    stock::{ListLots, LotFilter},
};

fn headings(asked: &Asked, kind: ImportKind, more: Vec<Column>) -> Vec<Column> {
    columns::of(kind)
        .iter()
        .map(|heading| heading.column(asked.lang))
        .chain(more)
        .collect()
}

async fn managed(cx: &Cx, asked: &Asked) -> Result<Vec<ManagedProduct>> {
    let wanted: ManagedProductFilter = asked.list()?;
    let page = |limit, cursor| ManagedProductFilter {
        limit,
        cursor,
        ..wanted.clone()
    };
    all::<ListManagedProducts, _, _>(cx, catalogue::list_managed_products, page, |_| true).await
}

pub(super) async fn products(cx: &Cx, asked: &Asked) -> Result<Table> {
    let rows = managed(cx, asked).await?.into_iter().map(|product| {
        let texts = product.texts;
        let months: Vec<String> = texts.season_months.iter().map(ToString::to_string).collect();
        let claims: Vec<&str> = texts.claims.iter().map(|claim| claim.as_str()).collect();
        vec![
            product.slug.into(),
            texts.name.into(),
            texts.name_en.into(),
            texts.group.into(),
            texts.description.into(),
            texts.description_en.into(),
            texts.ingredients.into(),
            texts.ingredients_en.into(),
            texts.storage.into(),
            texts.storage_en.into(),
            texts.shelf_life_days.into(),
            months.join(", ").into(),
            claims.join(", ").into(),
            Value::Empty,
            product.producer.name_in(asked.lang).into(),
            product.status.label(asked.lang).into(),
            product.published_at.into(),
        ]
    });
    let more = vec![
        asked.column("Chủ thể", "Producer", 34),
        asked.column("Trạng thái", "State", 14),
        asked.column("Đăng lúc", "Published at", 16),
    ];
    Ok(Table {
        name: asked.lang.pick("Sản phẩm", "Products").to_owned(),
        columns: headings(asked, ImportKind::Products, more),
        rows: rows.collect(),
    })
}

pub(super) async fn packs(cx: &Cx, asked: &Asked) -> Result<Table> {
    let rows = managed(cx, asked).await?.into_iter().flat_map(|product| {
        let ManagedProduct {
            slug,
            texts,
            producer,
            packs,
            ..
        } = product;
        packs.into_iter().map(move |pack| {
            vec![
                slug.clone().into(),
                pack.label.into(),
                pack.label_en.into(),
                pack.gtin.into(),
                pack.case_gtin.into(),
                pack.units.into(),
                pack.net_quantity.into(),
                pack.net_unit.as_str().into(),
                pack.unit_price.into(),
                pack.min_cases.into(),
                pack.case_multiple.into(),
                pack.vat_code.as_str().into(),
                truth(pack.active, asked.lang).into(),
                asked.name(&texts.name, texts.name_en.as_deref()).into(),
                producer.name_in(asked.lang).into(),
                pack.case_price.into(),
                pack.available.into(),
            ]
        })
    });
    let more = vec![
        asked.column("Tên sản phẩm", "Product", 36),
        asked.column("Chủ thể", "Producer", 34),
        asked.column("Giá một thùng chưa VAT (₫)", "Price of a case before VAT (₫)", 16),
        asked.column("Còn bán được (thùng)", "Available (cases)", 12),
    ];
    let rows: Vec<Vec<Value>> = rows.collect();
    super::collect::within(rows.len())?;
    Ok(Table {
        name: asked.lang.pick("Quy cách", "Packs").to_owned(),
        columns: headings(asked, ImportKind::Packs, more),
        rows,
    })
}

pub(super) async fn lots(cx: &Cx, asked: &Asked) -> Result<Table> {
    let wanted: LotFilter = asked.list()?;
    let page = |limit, cursor| LotFilter {
        limit,
        cursor,
        ..wanted.clone()
    };
    let lots = all::<ListLots, _, _>(cx, stock::list_lots, page, |_| true).await?;
    let products = catalogue::products(cx.reader(), lots.iter().map(|lot| lot.product_id)).await?;
    let made = stock::made(cx.reader(), lots.iter().map(|lot| lot.id).collect()).await?;
    let rows = lots.into_iter().map(|lot| {
        let slug = products.get(&lot.product_id).map(|product| product.slug.clone());
        vec![
            slug.into(),
            lot.pack_label.into(),
            lot.code.into(),
            made.get(&lot.id).copied().into(),
            lot.produced_on.into(),
            lot.best_before.into(),
            asked
                .name(&lot.product_name, lot.product_name_en.as_deref())
                .into(),
            lot.on_hand.into(),
            lot.reserved.into(),
            lot.available.into(),
        ]
    });
    let more = vec![
        asked.column("Tên sản phẩm", "Product", 36),
        asked.column("Tồn (thùng)", "On hand (cases)", 12),
        asked.column("Đang giữ (thùng)", "Held (cases)", 12),
        asked.column("Còn bán được (thùng)", "Available (cases)", 12),
    ];
    Ok(Table {
        name: asked.lang.pick("Lô hàng", "Lots").to_owned(),
        columns: headings(asked, ImportKind::Lots, more),
        rows: rows.collect(),
    })
}
