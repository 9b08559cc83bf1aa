//! Packs with their prices, and how to put them in the basket.

use super::product::name_of;
use crate::{
    components::bits::{content, only_vietnamese},
    format,
    islands::{BasketForm, BasketTexts, Stepper},
    pages::{catalogue::barcodes, orders::agreed::AgreedPrices},
    visit::Visit,
};
use leptos::prelude::*;
use shared::{
    Lang,
    catalogue::Pack,
    discovery::Product,
    identity::{OrganisationKind, OrganisationStatus},
    orders::AddBasketLines,
};

/// The label in the visit's language.
pub(super) fn label_of(visit: &Visit, pack: &Pack) -> String {
    match (visit.lang, &pack.label_en) {
        (Lang::En, Some(label)) => label.clone(),
        _ => pack.label.clone(),
    }
}

/// Packs that buyers see.
fn active(product: &Product) -> impl Iterator<Item = &Pack> {
    product.packs.iter().filter(|pack| pack.active)
}

/// The price table, at the prices of whoever reads it.
pub(super) fn packs(visit: &Visit, product: &Product, agreed: &AgreedPrices) -> AnyView {
    if active(product).next().is_none() {
        return view! { <p class="muted">{tr!(visit, "product.not_sold")}</p> }.into_any();
    }
    let heads =
        ["pack", "case_price", "unit_price", "least", "left"].map(|key| tr!(visit, format!("product.{key}")));
    let [pack_head, case_head, unit_head, least_head, left_head] = heads;
    let rows: Vec<AnyView> = active(product)
        .map(|pack| {
            let (mark, pack) = (agreed.mark(visit, pack), &agreed.applied(pack));
            let least = if pack.case_multiple > 1 {
                tr!(visit, "product.least_of", n = pack.least(), step = pack.case_multiple)
            } else {
                tr!(visit, "product.cases", n = pack.min_cases)
            };
            let key = format!("common.price_per_{}", pack.price_per.unit);
            let per = (pack.price_per.price != pack.unit_price)
                .then(|| tr!(visit, key, price = format::money(visit.lang, pack.price_per.price)));
            let left = if pack.available > 0 {
                tr!(visit, "product.cases", n = format::number(visit.lang, pack.available))
            } else {
                tr!(visit, "common.out_of_stock")
            };
            view! {
                <tr>
                    <th scope="row" data-label=pack_head.clone()><span><span lang=only_vietnamese(visit.lang, pack.label_en.as_deref())>{label_of(visit, pack)}</span>{barcodes(visit, pack)}</span></th>
                    <td class="num" data-label=case_head.clone()><span class="stack stack--tight"><strong>{format::money(visit.lang, pack.case_price)}</strong>{mark}</span></td>
                    <td class="num" data-label=unit_head.clone()><span class="stack stack--tight">{format::money(visit.lang, pack.unit_price)}<small class="muted">"/" {content(visit, pack.net_quantity, pack.net_unit)}</small>{per.map(|per| view! { <small class="muted">{per}</small> })}</span></td>
                    <td class="num" data-label=least_head.clone()>{least}</td>
                    <td class="num" data-label=left_head.clone()>{left}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "product.prices")>
            <table class="table table--cards table--dense">
                <caption>{tr!(visit, "product.prices")}</caption>
                <thead><tr>
                    <th scope="col">{pack_head.clone()}</th>
                    <th scope="col" class="num">{case_head.clone()}</th>
                    <th scope="col" class="num">{unit_head.clone()}</th>
                    <th scope="col" class="num">{least_head.clone()}</th>
                    <th scope="col" class="num">{left_head.clone()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What this visitor can do: retailers order, visitors sign in, the producer itself pitches.
pub(super) fn buy(visit: &Visit, product: &Product) -> AnyView {
    let Some(session) = &visit.session else {
        if active(product).next().is_none() {
            return ().into_any();
        }
        let next = visit.to(&format!("/products/{}", product.slug));
        let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
        return view! {
            <p class="cluster"><a class="button" href=visit.to(&format!("/sign-in?next={next}"))>{tr!(visit, "product.sign_in")}</a></p>
        }
        .into_any();
    };
    let organisation = &session.organisation;
    match organisation.kind {
        OrganisationKind::Producer if organisation.id == product.producer.id => {
            let pitch = visit.to(&format!("/desk/listings/new?product={}", product.id));
            view! { <p class="cluster"><a class="button" href=pitch>{tr!(visit, "product.pitch")}</a></p> }
                .into_any()
        }
        OrganisationKind::Retailer if organisation.status != OrganisationStatus::Verified => {
            view! { <p class="muted">{tr!(visit, "product.unverified")}</p> }.into_any()
        }
        OrganisationKind::Retailer if visit.may::<AddBasketLines>() => retailer(visit, product),
        _ => ().into_any(),
    }
}

fn retailer(visit: &Visit, product: &Product) -> AnyView {
    let forms: Vec<AnyView> = active(product)
        .filter(|pack| is_orderable(pack))
        .map(|pack| form(visit, product, pack))
        .collect();
    if forms.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="buy panel stack">
            <h2 class="h4">{tr!(visit, "product.order")}</h2>
            {forms}
        </section>
    }
    .into_any()
}

fn form(visit: &Visit, product: &Product, pack: &Pack) -> AnyView {
    let label = label_of(visit, pack);
    let texts = BasketTexts {
        button: tr!(visit, "product.add"),
        busy: tr!(visit, "product.adding"),
        done: tr!(visit, "product.added"),
        failed: tr!(visit, "product.add_failed"),
        basket: tr!(visit, "product.to_basket"),
        basket_address: visit.to("/basket"),
    };
    let action = visit.to("/basket/add");
    let (id, least, step) = (pack.id, least_cases(pack), i64::from(pack.case_multiple.max(1)));
    let (fewer, more) = (tr!(visit, "product.fewer"), tr!(visit, "product.more"));
    let named = format!("{} · {label}", name_of(visit, product));
    let label_text = tr!(visit, "product.cases_of", pack = label);
    let fields = view! {
        <p class="strong">{label}</p>
        <input type="hidden" name="pack_id" value=id.to_string()/>
        <input type="hidden" name=format!("label.{id}") value=named/>
        <Stepper id=format!("quantity-{id}") name="quantity".to_owned() label=label_text fewer more least step value=least/>
        <span class="quantity__unit">{tr!(visit, "product.case_unit")}</span>
    }
    .into_any();
    view! { <BasketForm action pack=id texts>{fields}</BasketForm> }.into_any()
}

/// Whether an order of it can be had now: the least that may be ordered is there.
pub(super) fn is_orderable(pack: &Pack) -> bool {
    pack.active && pack.available >= least_cases(pack)
}

/// The least number of cases that is a multiple too.
fn least_cases(pack: &Pack) -> i64 {
    let (least, step) = (
        i64::from(pack.min_cases.max(1)),
        i64::from(pack.case_multiple.max(1)),
    );
    (least + step - 1) / step * step
}
