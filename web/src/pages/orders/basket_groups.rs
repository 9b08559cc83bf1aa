//! The lines of one producer in the basket.

use super::{agreed::agreed, basket::problem_of_pack};
use crate::{
    components::bits::only_vietnamese,
    form::Form,
    format,
    pages::{catalogue::least, work::in_language},
    visit::Visit,
};
use leptos::prelude::*;
use shared::{
    FieldCode, PackId,
    orders::{BasketGroup, BasketLine},
};
use std::collections::HashMap;

/// A producer's lines, with what was typed in their boxes; `first` is the number of its first line on the page.
pub(super) fn group(
    visit: &Visit,
    form: &Form,
    typed: &HashMap<PackId, String>,
    group: &BasketGroup,
    first: usize,
) -> AnyView {
    let lines: Vec<AnyView> = group
        .lines
        .iter()
        .enumerate()
        .map(|(index, one)| {
            let number = typed.get(&one.pack_id).cloned();
            line(visit, form, one, number, first + index)
        })
        .collect();
    let producer = visit.to(&format!("/producers/{}", group.producer.slug));
    view! {
        <section class="basket__group">
            <header class="basket__head">
                <h2 class="h3"><a href=producer lang=only_vietnamese(visit.lang, group.producer.name_en.as_deref())>{group.producer.name_in(visit.lang).to_owned()}</a></h2>
                <span class="num strong">{format::money(visit.lang, group.subtotal)}</span>
            </header>
            {minimum(visit, group)}
            {lines}
        </section>
    }
    .into_any()
}

/// How far the producer's minimum is reached.
fn minimum(visit: &Visit, group: &BasketGroup) -> AnyView {
    let (least, have) = (group.minimum_order.amount, group.subtotal.amount);
    let days = tr!(visit, "product.days", n = group.lead_time_days);
    let lead = tr!(
        visit,
        "basket.lead_time",
        days = days,
        day = format::date(group.ready_on)
    );
    if least <= 0 {
        return view! { <div class="minimum"><p>{lead}</p></div> }.into_any();
    }
    let minimum = format::money(visit.lang, group.minimum_order);
    if group.minimum_reached {
        return view! { <div class="minimum"><p>{tr!(visit, "basket.minimum_reached", n = minimum)} " · " {lead}</p></div> }
            .into_any();
    }
    let short = format::money(visit.lang, shared::Money::vnd(least - have));
    let told = tr!(visit, "basket.minimum_short", short = short, n = minimum);
    view! {
        <div class="minimum minimum--short">
            <p>{told.clone()}</p>
            <progress class="progress progress--short" max=least value=have aria-label=told></progress>
            <p class="muted small">{lead}</p>
        </div>
    }
    .into_any()
}

/// What keeps a line from being ordered, as a sentence.
fn problem(visit: &Visit, line: &BasketLine) -> Option<String> {
    let code = line.problem?;
    let limit = match code {
        FieldCode::Multiple => Some(i64::from(line.case_multiple)),
        FieldCode::StockInsufficient => Some(line.available),
        _ => Some(i64::from(line.min_cases)),
    };
    Some(code.message(visit.lang, limit))
}

/// What is to be known of the price: that it was agreed on, that it is another one than before.
fn price(visit: &Visit, line: &BasketLine) -> AnyView {
    let told = tr!(
        visit,
        "basket.case_price",
        pack = in_language(visit.lang, &line.pack_label, line.pack_label_en.as_deref()),
        price = format::money(visit.lang, line.case_price),
        vat = tr!(visit, format!("orders.vat_{}", line.vat_code))
    );
    let steps = line.min_cases > 1 || line.case_multiple > 1;
    let least = steps.then(|| view! { <p>{least(visit, line.min_cases, line.case_multiple)}</p> });
    let changed = line.case_price_before.map(|before| {
        let told = tr!(
            visit,
            "basket.price_was",
            then = format::money(visit.lang, before),
            now = format::money(visit.lang, line.case_price)
        );
        view! { <p class="small strong">{told}</p> }
    });
    view! {
        <p class="small muted">{told} " " {agreed(visit, line.agreed_listing_id)}</p>
        {least}
        {changed}
    }
    .into_any()
}

fn line(visit: &Visit, form: &Form, line: &BasketLine, number: Option<String>, index: usize) -> AnyView {
    let name = in_language(visit.lang, &line.product_name, line.product_name_en.as_deref());
    let refused = problem_of_pack(form, line.pack_id, index);
    if let Some(refused) = refused {
        form.called(&refused.field, &name);
    }
    let wrong = refused
        .map(|refused| refused.message.clone())
        .or_else(|| problem(visit, line));
    let (field, error) = (format!("lines-{index}-quantity"), format!("lines-{index}-error"));
    let described = wrong.is_some().then(|| error.clone());
    let invalid = wrong.is_some().then_some("true");
    let step = i64::from(line.case_multiple.max(1));
    let product = visit.to(&format!("/products/{}", line.product_slug));
    let label = tr!(visit, "product.cases_of", pack = name);
    let (fewer, more) = (
        tr!(visit, "basket.fewer", name = name),
        tr!(visit, "basket.more", name = name),
    );
    let remove = tr!(visit, "basket.remove_name", name = name);
    let number = number.unwrap_or_else(|| line.quantity.to_string());
    let part = |name: &str| format!("lines[{index}].{name}");
    // The numbers belong to the form that orders: what is read here is what is ordered. Its buttons lead elsewhere.
    let change = visit.to("/basket/lines");
    view! {
        <div class="basket__line" id=format!("lines-{index}-pack-id")>
            <div>
                <a href=product>{name}</a>
                {price(visit, line)}
                {wrong.map(|wrong| view! { <p class="field__error" id=error>{wrong}</p> })}
            </div>
            <div class="cluster">
                <input type="hidden" form="order" name=part("pack_id") value=line.pack_id.to_string()/>
                <input type="hidden" form="order" name=part("shown") value=line.quantity/>
                <input type="hidden" form="order" name=part("case_price") value=line.case_price.amount/>
                <div class="quantity">
                    <button class="quantity__step" form="order" formaction=change.clone() formnovalidate name="step" value=format!("{index}:-{step}")>
                        <span aria-hidden="true">"−"</span><span class="visually-hidden">{fewer}</span>
                    </button>
                    <input class="quantity__input num" inputmode="numeric" autocomplete="off" form="order" name=part("quantity") id=field
                        value=number aria-label=label aria-invalid=invalid aria-describedby=described/>
                    <button class="quantity__step" form="order" formaction=change.clone() formnovalidate name="step" value=format!("{index}:{step}")>
                        <span aria-hidden="true">"+"</span><span class="visually-hidden">{more}</span>
                    </button>
                </div>
                <span class="quantity__unit">{tr!(visit, "product.case_unit")}</span>
                <button class="button button--link" form="order" formaction=change.clone() formnovalidate>{tr!(visit, "basket.change")}</button>
                <button class="button button--link" form="order" formaction=change formnovalidate name="remove" value=index aria-label=remove>{tr!(visit, "basket.remove")}</button>
            </div>
            <p class="num strong">{format::money(visit.lang, line.subtotal)}</p>
        </div>
    }
    .into_any()
}
