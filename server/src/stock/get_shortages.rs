//! Tells what of one's own goods runs out, and what buyers see and cannot order.

use super::available;
use crate::{
    catalogue::{Length, PackRow, PublicProduct, packs_of, public_ids_of, public_products},
    http::{Cx, Received, Reply, Result},
    province::sort_key,
};
use shared::{
    PackId, ProductId,
    listings::ProductRef,
    stock::{FEW_CASES, GetShortages, LowPack, Shortages},
};
use std::collections::HashMap;

pub(super) async fn get_shortages(cx: Cx, _: Received<GetShortages>) -> Result<Reply<GetShortages>> {
    let (db, today) = (cx.reader(), cx.today());
    let ids = public_ids_of(db, cx.member()?.organisation_id).await?;
    let (products, mut packs) =
        tokio::try_join!(public_products(db, &ids, Length::Short), packs_of(db, &ids))?;
    packs.retain(|pack| pack.active);
    let left = available(db, packs.iter().map(|pack| pack.id), today).await?;
    let month = u8::from(today.month());
    Reply::read(&shortages(&products, &packs, &left, month))
}

fn shortages(
    products: &[PublicProduct],
    packs: &[PackRow],
    left: &HashMap<PackId, i64>,
    month: u8,
) -> Shortages {
    let mut of: HashMap<ProductId, Vec<(&PackRow, i64)>> = HashMap::new();
    for pack in packs {
        let available = left.get(&pack.id).copied().unwrap_or_default();
        of.entry(pack.product_id).or_default().push((pack, available));
    }
    let (mut running_out, mut unstocked) = (Vec::new(), Vec::new());
    for product in products {
        let Some(packs) = of.get(&product.id) else {
            continue;
        };
        if packs.iter().any(|(_, available)| *available > 0) {
            let few = packs.iter().filter(|(_, available)| *available <= FEW_CASES);
            running_out.extend(few.map(|(pack, available)| LowPack {
                pack_id: pack.id,
                pack_label: pack.label.clone(),
                pack_label_en: pack.label_en.clone(),
                product: named(product),
                available: *available,
            }));
        } else if in_season(&product.texts.season_months, month) {
            unstocked.push(named(product));
        }
    }
    running_out.sort_by_cached_key(|low| (low.available, sort_key(&low.product.name), low.pack_id));
    unstocked.sort_by_cached_key(|product| (sort_key(&product.name), product.id));
    Shortages {
        running_out,
        unstocked,
    }
}

/// What has no season is made all year.
fn in_season(months: &[u8], month: u8) -> bool {
    months.is_empty() || months.contains(&month)
}

fn named(product: &PublicProduct) -> ProductRef {
    ProductRef {
        id: product.id,
        slug: product.slug.clone(),
        name: product.texts.name.clone(),
        name_en: product.texts.name_en.clone(),
    }
}
