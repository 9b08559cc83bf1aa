//! The lines of one producer in the basket.

use super::basket::problem_of_pack;
use crate::{form::Form, format, pages::work::in_language, visit::Visit};
use leptos::prelude::*;
use shared::{
    FieldCode,
    orders::{BasketGroup, BasketLine},
};

/// A producer's lines; `first` is the number of its first line on the page.
pub(super) fn group(visit: &Visit, form: &Form, group: &BasketGroup, first: usize) -> AnyView {
    let lines: Vec<AnyView> = group
        .lines
        .iter()
        .enumerate()
        .map(|(index, one)| line(visit, form, one, first + index))
        .collect();
    let producer = visit.to(&format!("/producers/{}", group.producer.slug));
    view! {
        <section class="basket__group">
            <header class="basket__head">
                <h2 class="h3"><a href=producer>{group.producer.name_in(visit.lang).to_owned()}</a></h2>
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

fn line(visit: &Visit, form: &Form, line: &BasketLine, index: usize) -> AnyView {
    let name = in_language(visit.lang, &line.product_name, line.product_name_en.as_deref());
    let wrong = problem_of_pack(form, line.pack_id, index).or_else(|| problem(visit, line));
    let (field, error) = (format!("lines-{index}-quantity"), format!("lines-{index}-error"));
    let described = wrong.is_some().then(|| error.clone());
    let invalid = wrong.is_some().then_some("true");
    let step = i64::from(line.case_multiple.max(1));
    let product = visit.to(&format!("/products/{}", line.product_slug));
    let price = tr!(
        visit,
        "basket.case_price",
        pack = in_language(visit.lang, &line.pack_label, line.pack_label_en.as_deref()),
        price = format::money(visit.lang, line.case_price),
        vat = tr!(visit, format!("orders.vat_{}", line.vat_code))
    );
    let label = tr!(visit, "product.cases_of", pack = name);
    let (fewer, more) = (
        tr!(visit, "basket.fewer", name = name),
        tr!(visit, "basket.more", name = name),
    );
    let remove = tr!(visit, "basket.remove_name", name = name);
    view! {
        <div class="basket__line basket__line--plain" id=format!("lines-{index}-pack-id")>
            <div>
                <a href=product>{name}</a>
                <p class="small muted">{price}</p>
                {wrong.map(|wrong| view! { <p class="field__error" id=error>{wrong}</p> })}
            </div>
            <form class="cluster" method="post" action=visit.to("/basket/lines")>
                <input type="hidden" name="pack_id" value=line.pack_id.to_string()/>
                // Enter in the field means this button, not the first one that is seen.
                <button class="visually-hidden" tabindex="-1" aria-hidden="true">{tr!(visit, "basket.change")}</button>
                <div class="quantity">
                    <button class="quantity__step" name="step" value=-step>
                        <span aria-hidden="true">"−"</span><span class="visually-hidden">{fewer}</span>
                    </button>
                    <input class="quantity__input num" type="number" inputmode="numeric" name="quantity" id=field min="0"
                        step="1" value=line.quantity aria-label=label aria-invalid=invalid aria-describedby=described/>
                    <button class="quantity__step" name="step" value=step>
                        <span aria-hidden="true">"+"</span><span class="visually-hidden">{more}</span>
                    </button>
                </div>
                <span class="quantity__unit">{tr!(visit, "product.case_unit")}</span>
                <button class="button button--link">{tr!(visit, "basket.change")}</button>
                <button class="button button--link" name="remove" value="true" aria-label=remove>{tr!(visit, "basket.remove")}</button>
            </form>
            <p class="num strong">{format::money(visit.lang, line.subtotal)}</p>
        </div>
    }
    .into_any()
}
