//! What the codes of a list name, how many cases that is, and what is left over.

use super::{agreed::agreed, quick::Looked};
use crate::{
    components::{bits::icon, messages::notice},
    format,
    pages::work::in_language,
    visit::Visit,
};
use leptos::prelude::*;
use shared::{
    FieldCode, Money,
    orders::{ResolvedCode, ResolvedPack},
};

/// The table of what was found, with the numbers to add, and the list of what was not.
pub(super) fn found(visit: &Visit, looked: &Looked) -> AnyView {
    let known: Vec<(i64, &ResolvedCode, &ResolvedPack)> = looked
        .lines
        .iter()
        .filter_map(|(place, line)| Some((*place, line, line.pack.as_ref()?)))
        .collect();
    let unknown: Vec<AnyView> = looked
        .lines
        .iter()
        .filter(|(_, line)| line.pack.is_none())
        .map(|(place, line)| {
            let place = tr!(visit, "quick.line", n = place);
            let code = line.code.clone();
            let wrong = line.problem.filter(|problem| *problem == FieldCode::CheckDigit);
            let wrong = wrong.map(|problem| problem.message(visit.lang, None));
            view! { <li><strong class="num">{place}</strong> " " <code>{code}</code> " " {wrong}</li> }
                .into_any()
        })
        .collect();
    let unknown = (!unknown.is_empty()).then(|| {
        view! {
            <section class="stack stack--tight">
                {notice(visit, "warning", tr!(visit, "quick.unknown", n = unknown.len()), Some(tr!(visit, "quick.unknown_text")))}
                <ul>{unknown}</ul>
            </section>
        }
    });
    if known.is_empty() {
        return unknown.into_any();
    }
    let can_add = known.iter().any(|(_, line, _)| line.possible > 0);
    let total: i64 = known
        .iter()
        .map(|(_, line, pack)| line.possible.saturating_mul(pack.case_price.amount))
        .fold(0, i64::saturating_add);
    let rows: Vec<AnyView> = known
        .iter()
        .map(|(place, line, pack)| row(visit, *place, line, pack))
        .collect();
    let back = visit.to("/basket?done=added");
    let heads =
        ["line_head", "goods", "asked", "note", "price"].map(|key| tr!(visit, format!("quick.{key}")));
    let [line_head, goods, asked, note, price] = heads;
    view! {
        {unknown}
        <form class="stack" method="post" action=visit.to("/basket/add")>
            <input type="hidden" name="back" value=back/>
            <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "quick.found")>
                <table class="table table--cards table--dense">
                    <caption>{tr!(visit, "quick.found")}</caption>
                    <thead><tr>
                        <th scope="col" class="num">{line_head}</th><th scope="col">{goods}</th>
                        <th scope="col" class="num">{asked}</th><th scope="col">{note}</th>
                        <th scope="col" class="num">{price}</th><th scope="col" class="num">{tr!(visit, "orders.cases")}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <div class="sticky-bar">
                {can_add.then(|| view! { <button class="button">{icon(visit, "basket")}{tr!(visit, "quick.add")}</button> })}
                <span class="muted">{tr!(visit, "quick.total", total = format::money(visit.lang, Money::vnd(total)))}</span>
            </div>
        </form>
    }
    .into_any()
}

/// What happened to the number, as a sentence.
fn told(visit: &Visit, line: &ResolvedCode, pack: &ResolvedPack) -> String {
    let number = |number: i64| format::number(visit.lang, number);
    match line.problem {
        None => String::new(),
        Some(FieldCode::Duplicate) => tr!(visit, "quick.duplicate"),
        Some(FieldCode::StockInsufficient) => {
            tr!(
                visit,
                "quick.short",
                wanted = number(line.quantity),
                left = number(line.possible)
            )
        }
        Some(FieldCode::Minimum) => tr!(visit, "quick.raised_minimum", n = pack.min_cases),
        Some(FieldCode::Multiple) => tr!(visit, "quick.raised_multiple", n = pack.case_multiple),
        Some(code) => code.message(visit.lang, None),
    }
}

fn row(visit: &Visit, place: i64, line: &ResolvedCode, pack: &ResolvedPack) -> AnyView {
    let name = in_language(visit.lang, &pack.product_name, pack.product_name_en.as_deref());
    let label = in_language(visit.lang, &pack.pack_label, pack.pack_label_en.as_deref());
    let named = format!("{name} · {label}");
    let address = visit.to(&format!("/products/{}", pack.product_slug));
    let told = told(visit, line, pack);
    let class = if line.problem == Some(FieldCode::StockInsufficient) {
        "field__error"
    } else {
        "muted"
    };
    let told = (!told.is_empty()).then(|| view! { <span class=class>{told}</span> });
    let field = (line.possible > 0).then(|| {
        let aria = tr!(visit, "product.cases_of", pack = named);
        view! {
            <span>
                <input type="hidden" name=format!("label.{}", pack.pack_id) value=named.clone()/>
                <input class="input num input--cases" inputmode="numeric" autocomplete="off" name=format!("cases.{}", pack.pack_id)
                    value=line.possible aria-label=aria/>
            </span>
        }
    });
    view! {
        <tr>
            <td class="num" data-label=tr!(visit, "quick.line_head")>{place}</td>
            <th scope="row">
                <span class="stack stack--tight">
                    <a href=address>{name}</a>
                    <small class="muted">{label} " · " {pack.producer.name_in(visit.lang).to_owned()}</small>
                    <small class="muted num">{line.code.clone()}</small>
                </span>
            </th>
            <td class="num" data-label=tr!(visit, "quick.asked")>{format::number(visit.lang, line.asked)}</td>
            <td data-label=tr!(visit, "quick.note")>{told}</td>
            <td class="num" data-label=tr!(visit, "quick.price")><span class="stack stack--tight">{format::money(visit.lang, pack.case_price)} {agreed(visit, pack.agreed_listing_id)}</span></td>
            <td class="num" data-label=tr!(visit, "orders.cases")>{field}</td>
        </tr>
    }
    .into_any()
}
