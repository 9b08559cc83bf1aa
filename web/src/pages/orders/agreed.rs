//! Prices that the reader's chains have agreed on: read for the pages that show prices, and marked with the way to the
//! listing that says so. Only signed-in pages ask; what visitors share shows everybody's price.

use crate::{
    format,
    visit::{PageError, Visit},
};
use leptos::prelude::*;
use shared::{
    Call, ListingId, PackId, ProductId,
    catalogue::Pack,
    identity::OrganisationKind,
    listings::{AgreedFilter, AgreedPrice, ListAgreedPrices},
};
use std::collections::HashMap;

/// What the reader's organisation pays, pack by pack, where that is not everybody's price.
#[derive(Debug, Default)]
pub(crate) struct AgreedPrices(HashMap<PackId, AgreedPrice>);

impl AgreedPrices {
    /// Of one product, or of all.
    pub(crate) async fn read(visit: &Visit, product_id: Option<ProductId>) -> Result<Self, PageError> {
        if visit.kind() != Some(OrganisationKind::Retailer) {
            return Ok(Self::default());
        }
        let call = Call::<ListAgreedPrices>::new(()).query(&AgreedFilter { product_id });
        let prices = visit.read(call).await?.items.into_iter();
        Ok(Self(prices.map(|price| (price.pack_id, price)).collect()))
    }

    /// Whether there is any.
    pub(crate) fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// The pack as this reader buys it.
    pub(crate) fn applied(&self, pack: &Pack) -> Pack {
        let mut pack = pack.clone();
        if let Some(price) = self.0.get(&pack.id) {
            pack.unit_price = price.unit_price;
            pack.case_price = price.case_price;
            pack.price_per =
                shared::catalogue::PricePer::of(price.unit_price.amount, pack.net_quantity, pack.net_unit);
        }
        pack
    }

    /// The mark beside the price of a pack, with what everybody else pays for a case.
    pub(crate) fn mark(&self, visit: &Visit, pack: &Pack) -> Option<AnyView> {
        let price = self.0.get(&pack.id)?;
        let everybody = (price.case_price != pack.case_price).then(|| {
            let told = tr!(
                visit,
                "orders.list_price",
                price = format::money(visit.lang, pack.case_price)
            );
            view! { <small class="muted">{told}</small> }
        });
        Some(view! { {agreed(visit, Some(price.listing_id))} {everybody} }.into_any())
    }
}

/// The mark, where there is such a listing.
pub(crate) fn agreed(visit: &Visit, listing: Option<ListingId>) -> Option<AnyView> {
    let address = visit.to(&format!("/desk/listings/{}", listing?));
    Some(view! { <a class="chip" href=address>{tr!(visit, "orders.agreed_price")}</a> }.into_any())
}
