//! One lot. Its stock changes with three taps: open it, count, say why; the last tap writes it down. Below stand the orders
//! it is held for, and all that came and went.

use super::{
    lots::{best_before, name, pack},
    taken::{held_for, ledger},
};
use crate::{
    components::{
        bits::breadcrumb,
        fields::{Field, field_error, once},
        frame::Frame,
        messages::{notice, problem_summary},
    },
    form::Form,
    format,
    islands::Counter,
    pages::{
        address::{asked, limited, news, parsed},
        work::{refused, section},
    },
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, FieldCode, LotId,
    identity::OrganisationKind,
    orders::ListLotOrders,
    page::PageQuery,
    stock::{AdjustLot, GetLot, ListMovements, Lot, LotAdjust, MovementReason},
};

/// What people do with a lot: the sign of the change goes with its reason.
const CHANGES: [(&str, i64, MovementReason); 6] = [
    ("produced", 1, MovementReason::Produced),
    ("sold_elsewhere", -1, MovementReason::SoldElsewhere),
    ("spoilt", -1, MovementReason::Spoilt),
    ("sample", -1, MovementReason::Sample),
    ("counted_more", 1, MovementReason::Counted),
    ("counted_less", -1, MovementReason::Counted),
];

pub(crate) async fn show(visit: Visit, Path(lot): Path<String>) -> PageResult {
    let lot = parsed(&visit, &lot)?;
    page(&visit, lot, &Form::filled([("quantity", "1")])).await
}

pub(crate) async fn adjust(visit: Visit, Path(lot): Path<String>, form: Form) -> PageResult {
    let lot: LotId = parsed(&visit, &lot)?;
    if let Some(step) = form.parse::<i64>("step") {
        // A browser without script has counted: nothing is written yet.
        let quantity = form.number("quantity").saturating_add(step).max(1);
        let note = form.text("note").to_owned();
        let counted = Form::filled([("quantity", quantity.to_string()), ("note", note)]);
        return page(&visit, lot, &counted).await;
    }
    let Some((_, sign, reason)) = CHANGES
        .iter()
        .copied()
        .find(|(word, _, _)| *word == form.text("reason"))
    else {
        return page(&visit, lot, &form.unreadable(visit.lang, &["reason"])).await;
    };
    let quantity = match form.count("quantity") {
        Some(quantity) if quantity > 0 => quantity,
        none => {
            let code = none.map_or(FieldCode::Number, |_| FieldCode::TooSmall);
            let refusal = limited(&visit, "delta", code, 1);
            return page(&visit, lot, &refused(&visit, form, refusal)?).await;
        }
    };
    let body = LotAdjust {
        delta: sign * quantity,
        reason,
        note: form.some("note"),
    };
    let call = Call::<AdjustLot>::new((lot,))
        .body(&body)
        .idempotency_key(form.text("once"));
    match visit.send(call).await {
        Ok(_) => Ok(visit.go(&format!("/desk/stock/{lot}?done=changed"))),
        Err(error) => page(&visit, lot, &refused(&visit, form, error)?).await,
    }
}

async fn page(visit: &Visit, lot: LotId, form: &Form) -> PageResult {
    visit.member(&[OrganisationKind::Producer])?;
    let query = PageQuery {
        limit: None,
        cursor: asked(visit, "cursor"),
    };
    let (lot, movements, orders) = futures_util::future::try_join3(
        visit.get::<GetLot>((lot,)),
        visit.read(Call::<ListMovements>::new((lot,)).query(&query)),
        visit.get::<ListLotOrders>((lot,)),
    )
    .await?;
    let title = tr!(visit, "stock.lot_title", code = lot.code);
    Ok(visit.html(form.status(), Frame::desk(title.clone()), || {
        let number = |number: i64| format::number(visit.lang, number);
        view! {
            {breadcrumb(visit, vec![("/desk/stock".to_owned(), tr!(visit, "desk.stock"))], title.clone())}
            <div class="page-head"><div><h1>{title.clone()}</h1><p class="lede">{name(visit, &lot)} " · " {pack(visit, &lot)}</p></div></div>
            {news(visit, "stock", &["changed", "created"])}
            {problem_summary(visit, form)}
            {standing(visit, &lot)}
            <ul class="figures list-plain">
                <li><strong class="num">{number(lot.available)}</strong><span>{tr!(visit, "stock.available")}</span></li>
                <li><strong class="num">{number(lot.on_hand)}</strong><span>{tr!(visit, "stock.on_hand")}</span></li>
                <li><strong class="num">{number(lot.reserved)}</strong><span>{tr!(visit, "stock.reserved")}</span></li>
            </ul>
            {visit.may::<AdjustLot>().then(|| change(visit, &lot, form))}
            <dl class="facts facts--inline">
                <div><dt>{tr!(visit, "stock.produced_on")}</dt><dd class="num">{format::date(lot.produced_on)}</dd></div>
                <div><dt>{tr!(visit, "stock.best_before")}</dt><dd>{best_before(visit, lot.best_before)}</dd></div>
            </dl>
            {held_for(visit, &orders.items)}
            {section(tr!(visit, "stock.movements"), ledger(visit, &movements))}
        }
        .into_any()
    }))
}

/// What it means that the lot is past its day, and what to do about it.
fn standing(visit: &Visit, lot: &Lot) -> AnyView {
    let past = lot.best_before.is_some_and(|day| day < visit.today());
    if !past || lot.on_hand == 0 {
        return ().into_any();
    }
    let (title, text) = if lot.reserved > 0 {
        let n = format::number(visit.lang, lot.reserved);
        (
            tr!(visit, "stock.past_held", n = n),
            tr!(visit, "stock.past_held_text"),
        )
    } else {
        (tr!(visit, "stock.past_free"), tr!(visit, "stock.past_free_text"))
    };
    notice(visit, "warning", title, Some(text))
}

fn change(visit: &Visit, lot: &Lot, form: &Form) -> AnyView {
    let reasons: Vec<AnyView> = CHANGES
        .iter()
        .map(|(word, sign, _)| {
            let sign = if *sign > 0 { "+" } else { "−" };
            view! {
                <button class="button button--quiet button--large counter__reason" name="reason" value=*word>
                    <span class="strong num" aria-hidden="true">{sign}</span>{tr!(visit, format!("stock.change_{word}"))}
                </button>
            }
            .into_any()
        })
        .collect();
    view! {
        <form class="form stack panel" method="post" action=visit.to(&format!("/desk/stock/{}", lot.id))>
            <h2>{tr!(visit, "stock.change_title")}</h2>
            {once(visit, form)}
            // What Enter presses: it writes nothing, and asks what happened.
            <button class="visually-hidden" tabindex="-1" aria-hidden="true">{tr!(visit, "stock.how_many")}</button>
            <div class="field">
                <label class="field__label" for="delta">{tr!(visit, "stock.how_many")}</label>
                <Counter
                    id="delta".to_owned()
                    name="quantity".to_owned()
                    label=tr!(visit, "stock.how_many")
                    fewer=tr!(visit, "stock.fewer")
                    more=tr!(visit, "stock.more")
                    ten_more=tr!(visit, "stock.ten_more")
                    value=form.number("quantity").max(1)
                />
                {field_error(form, "delta", &tr!(visit, "stock.how_many"))}
            </div>
            <details open=form.some("note").is_some()>
                <summary>{tr!(visit, "stock.add_note")}</summary>
                {Field::new("note", tr!(visit, "stock.note")).input(visit, form)}
            </details>
            <fieldset class="fieldset" id="reason">
                <legend>{tr!(visit, "stock.what_happened")}</legend>
                <p class="field__hint">{tr!(visit, "stock.what_hint")}</p>
                <div class="counter__reasons">{reasons}</div>
                {field_error(form, "reason", &tr!(visit, "stock.what_happened"))}
            </fieldset>
        </form>
    }
    .into_any()
}
