//! A product in a list.

use super::bits::{content, icon, only_vietnamese, stars};
use crate::{format, visit::Visit};
use leptos::prelude::*;
use shared::discovery::ProductCard;

/// Cards in a grid, or what to say where there are none.
pub(crate) fn cards_or(
    visit: &Visit,
    products: &[ProductCard],
    nothing: impl FnOnce() -> AnyView,
) -> AnyView {
    if products.is_empty() {
        return nothing();
    }
    let cards: Vec<AnyView> = products
        .iter()
        .map(|product| card(visit, product, None))
        .collect();
    view! { <div class="grid-cards">{cards}</div> }.into_any()
}

/// A product's card; the link covers it. Featured cards say why.
pub(crate) fn card(visit: &Visit, product: &ProductCard, reason: Option<String>) -> AnyView {
    let name = product.name_in(visit.lang).to_owned();
    let picture = product.image.as_ref().map_or_else(
        || view! { <img src=visit.asset("illustrations/default.svg") width="640" height="480" loading="lazy" alt=""/> }.into_any(),
        |image| picture(&image.sources, ""),
    );
    let price = product.price_from.map(|price| {
        let unit = product.net_quantity.zip(product.net_unit);
        let unit = unit.map(|(quantity, unit)| content(visit, quantity, unit));
        view! {
            <p class="price">
                <span class="price__from">{tr!(visit, "common.from")}</span> " " <span class="price__amount num">{format::money(visit.lang, price)}</span><wbr/>
                <span class="price__unit">"/" {unit}</span>
                {price_per(visit, product)}
            </p>
        }
    });
    let stock = if product.available > 0 {
        let text = tr!(
            visit,
            "common.in_stock",
            n = format::number(visit.lang, product.available)
        );
        view! { <span class="chip chip--stock">{icon(visit, "check")}{text}</span> }.into_any()
    } else if product.price_from.is_some() {
        view! { <span class="chip chip--out">{tr!(visit, "common.out_of_stock")}</span> }.into_any()
    } else {
        ().into_any()
    };
    let shelf = product.on_shelf.then(|| {
        view! { <span class="chip chip--shelf">{icon(visit, "shelf")}{tr!(visit, "common.on_shelf")}</span> }
    });
    view! {
        <article class="card">
            <div class="card__picture">{picture}</div>
            <div class="card__body">
                <h3 class="card__name" lang=only_vietnamese(visit.lang, product.name_en.as_deref())><a href=visit.to(&format!("/products/{}", product.slug))>{name}</a></h3>
                <p class="card__by">{product.producer.name_in(visit.lang).to_owned()} "\u{a0}· " {product.commune.name.clone()}</p>
                {stars(visit, product.stars)}
                {price}
                <p class="cluster cluster--chips">{shelf}{stock}</p>
                {reason.map(|reason| view! { <p class="card__reason">{reason}</p> })}
            </div>
        </article>
    }
    .into_any()
}

/// The price that can be compared, where the unit's own does not say it already.
fn price_per(visit: &Visit, product: &ProductCard) -> Option<AnyView> {
    let per = product
        .price_per
        .filter(|per| Some(per.price) != product.price_from)?;
    let text = tr!(
        visit,
        format!("common.price_per_{}", per.unit),
        price = format::money(visit.lang, per.price)
    );
    Some(view! { <small class="price__per num">{text}</small> }.into_any())
}

/// A picture in the width that the screen needs.
pub(crate) fn picture(sources: &[shared::catalogue::ImageSource], alt: &str) -> AnyView {
    let Some(widest) = sources.last() else {
        return ().into_any();
    };
    let set: Vec<String> = sources
        .iter()
        .map(|source| format!("{} {}w", source.url, source.width))
        .collect();
    let set = (sources.len() > 1).then(|| set.join(", "));
    let sizes = set.is_some().then_some("(min-width: 60rem) 25vw, 50vw");
    view! {
        <img src=widest.url.clone() srcset=set sizes=sizes width=widest.width height=widest.height loading="lazy" alt=alt.to_owned()/>
    }
    .into_any()
}
