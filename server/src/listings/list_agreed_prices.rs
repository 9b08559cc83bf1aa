//! Lists the prices that a retailer's chains have agreed on, as far as they are in force now.

use super::agreements::Agreements;
use crate::{
    catalogue,
    http::{Cx, Received, Reply, Result},
};
use shared::{
    Money, Page,
    listings::{AgreedPrice, ListAgreedPrices},
};

pub(crate) async fn list_agreed_prices(
    cx: Cx,
    received: Received<ListAgreedPrices>,
) -> Result<Reply<ListAgreedPrices>> {
    let member = cx.member()?;
    let agreements = Agreements::of(cx.reader(), member.organisation_id).await?;
    let packs = catalogue::packs(cx.reader(), agreements.packs()).await?;
    let mut items: Vec<AgreedPrice> = packs
        .values()
        .filter(|pack| pack.active && received.query.product_id.is_none_or(|id| id == pack.product_id))
        .filter_map(|pack| {
            let price = agreements.price(pack);
            Some(AgreedPrice {
                pack_id: pack.id,
                product_id: pack.product_id,
                listing_id: price.agreed?,
                unit_price: Money::vnd(price.amount),
                case_price: Money::vnd(i64::from(pack.units).saturating_mul(price.amount)),
            })
        })
        .collect();
    items.sort_by_key(|price| price.pack_id);
    Reply::read(&Page::whole(items))
}
