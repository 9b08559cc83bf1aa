//! What a pitch offers in figures, what a chain's refusal asks to mend, and what was pitched to the chain before.

use crate::{
    components::{
        bits::{badge, instant},
        fields::Field,
    },
    form::Form,
    format,
    pages::work::{fact, in_language, section},
    visit::Visit,
};
use leptos::prelude::*;
use shared::{
    listings::{Listing, ListingReason, ListingStatus, Offer, PitchListing},
    orders::AddBasketLines,
};

/// The offer, as far as it says anything.
pub(super) fn offer(visit: &Visit, offer: &Offer) -> AnyView {
    let nothing = offer.pack_id.is_none()
        && offer.weekly_cases.is_none()
        && offer.unit_price.is_none()
        && offer.starts_on.is_none();
    if nothing {
        return ().into_any();
    }
    let pack = offer
        .pack_label
        .as_ref()
        .map(|label| in_language(visit.lang, label, offer.pack_label_en.as_deref()));
    let weekly = offer
        .weekly_cases
        .map(|n| tr!(visit, "listings.weekly_told", n = format::number(visit.lang, n)));
    view! {
        <section class="stack">
            <h2 class="h4">{tr!(visit, "listings.offer")}</h2>
            <dl class="facts">
                {fact(tr!(visit, "listings.pack"), pack)}
                {fact(tr!(visit, "listings.weekly_cases"), weekly)}
                {fact(tr!(visit, "listings.unit_price"), offer.unit_price.map(|price| format::money(visit.lang, price)))}
                {fact(tr!(visit, "listings.starts_on"), offer.starts_on.map(format::date))}
            </dl>
        </section>
    }
    .into_any()
}

/// For the buyer of the chain that took it: the way to order, of the offered pack at the agreed price.
pub(super) fn order(visit: &Visit, listing: &Listing) -> AnyView {
    let stands = matches!(listing.status, ListingStatus::Accepted | ListingStatus::OnShelf);
    if !stands || !visit.may::<AddBasketLines>() {
        return ().into_any();
    }
    let name = in_language(
        visit.lang,
        &listing.product_name,
        listing.product_name_en.as_deref(),
    );
    let offer = &listing.offer;
    let (Some(pack), Some(label)) = (offer.pack_id, &offer.pack_label) else {
        let address = visit.to(&format!("/products/{}", listing.product_slug));
        return view! { <a class="button button--quiet button--block" href=address>{tr!(visit, "listings.order_on_page")}</a> }
            .into_any();
    };
    let label = in_language(visit.lang, label, offer.pack_label_en.as_deref());
    let told = offer
        .unit_price
        .map(|price| tr!(visit, "listings.agreed", price = format::money(visit.lang, price)));
    let named = format!("{name} · {label}");
    let field = Form::filled([("quantity", offer.weekly_cases.unwrap_or(1))]);
    view! {
        <section class="panel stack" id="order">
            <h2 class="h4">{tr!(visit, "listings.order")}</h2>
            {told.map(|told| view! { <p>{told}</p> })}
            <form class="form stack" method="post" action=visit.to("/basket/add")>
                <input type="hidden" name="pack_id" value=pack.to_string()/>
                <input type="hidden" name=format!("label.{pack}") value=named/>
                <input type="hidden" name="back" value=visit.to("/basket?done=added")/>
                {Field::new("quantity", tr!(visit, "product.cases_of", pack = label)).numeric().input(visit, &field)}
                <button class="button button--block">{tr!(visit, "product.add")}</button>
            </form>
        </section>
    }
    .into_any()
}

/// For the producer of a listing that came to nothing: what to mend first, and the way to pitch again.
pub(super) fn again(visit: &Visit, listing: &Listing) -> AnyView {
    let over = matches!(listing.status, ListingStatus::Declined | ListingStatus::Delisted);
    if !over || !visit.may::<PitchListing>() {
        return ().into_any();
    }
    let mend = listing.reason_code.map(|code| {
        let product = format!("/desk/products/{}", listing.product_id);
        let path = match code {
            ListingReason::Papers => "/desk/papers".to_owned(),
            ListingReason::Capacity | ListingReason::Season => "/desk/stock".to_owned(),
            ListingReason::Price
            | ListingReason::Packaging
            | ListingReason::Duplicate
            | ListingReason::Sales
            | ListingReason::Other => product,
        };
        view! { <p>{tr!(visit, format!("listings.mend_{code}"))} " " <a href=visit.to(&path)>{tr!(visit, "listings.mend_here")}</a></p> }
    });
    let address = visit.to(&format!("/desk/listings/new?again={}", listing.id));
    view! {
        <section class="panel stack">
            <h2 class="h4">{tr!(visit, "listings.again_title")}</h2>
            {mend}
            <a class="button button--block" href=address>{tr!(visit, "listings.again")}</a>
        </section>
    }
    .into_any()
}

/// Other pitches of the product to the chain, newest first.
pub(super) fn history(visit: &Visit, listing: &Listing, all: &[Listing]) -> AnyView {
    let rows: Vec<AnyView> = all
        .iter()
        .filter(|other| other.id != listing.id)
        .map(|other| {
            let address = visit.to(&format!("/desk/listings/{}", other.id));
            let code = other.reason_code.map(|code| tr!(visit, format!("listings.reason_{code}")));
            view! {
                <li><a href=address>{instant(other.pitched_at)}</a> " " {badge(visit, other.status.as_str())} " " <span class="small">{code}</span></li>
            }
            .into_any()
        })
        .collect();
    if rows.is_empty() {
        return ().into_any();
    }
    section(
        tr!(visit, "listings.earlier"),
        view! { <ul class="stack stack--tight list-plain">{rows}</ul> }.into_any(),
    )
}
