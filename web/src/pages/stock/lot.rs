//! One lot: change its stock with two taps and a button, and see what came and went.

use super::lots::{best_before, find};
use crate::{
    components::{
        bits::{breadcrumb, instant},
        fields::{Field, once},
        frame::Frame,
        messages::problem_summary,
    },
    form::Form,
    format,
    islands::Stepper,
    pages::{
        address::{asked, news, parsed},
        work::{next_page, refused, section},
    },
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, LotId, Page,
    identity::OrganisationKind,
    page::PageQuery,
    stock::{AdjustLot, ListMovements, Lot, LotAdjust, Movement, MovementReason},
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
    let Some((_, sign, reason)) = CHANGES
        .iter()
        .copied()
        .find(|(word, _, _)| *word == form.text("reason"))
    else {
        return page(&visit, lot, &form.unreadable(visit.lang, &["reason"])).await;
    };
    let quantity = form.number("quantity");
    if quantity < 1 {
        return page(&visit, lot, &form.unreadable(visit.lang, &["delta"])).await;
    }
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
    let (lot, movements) = futures_util::future::try_join(
        find(visit, lot),
        visit.read(Call::<ListMovements>::new((lot,)).query(&query)),
    )
    .await?;
    let title = tr!(visit, "stock.lot_title", code = lot.code);
    Ok(visit.html(form.status(), Frame::desk(title.clone()), || {
        let number = |number: i64| format::number(visit.lang, number);
        view! {
            {breadcrumb(visit, vec![("/desk/stock".to_owned(), tr!(visit, "desk.stock"))], title.clone())}
            <div class="page-head"><div><h1>{title.clone()}</h1><p class="lede">{lot.product_name.clone()} " · " {lot.pack_label.clone()}</p></div></div>
            {news(visit, "stock", &["changed", "created"])}
            {problem_summary(visit, form)}
            <ul class="figures">
                <li><strong class="num">{number(lot.available)}</strong><span>{tr!(visit, "stock.available")}</span></li>
                <li><strong class="num">{number(lot.on_hand)}</strong><span>{tr!(visit, "stock.on_hand")}</span></li>
                <li><strong class="num">{number(lot.reserved)}</strong><span>{tr!(visit, "stock.reserved")}</span></li>
            </ul>
            {change(visit, &lot, form)}
            <dl class="facts facts--inline">
                <div><dt>{tr!(visit, "stock.produced_on")}</dt><dd class="num">{format::date(lot.produced_on)}</dd></div>
                <div><dt>{tr!(visit, "stock.best_before")}</dt><dd>{best_before(visit, lot.best_before)}</dd></div>
            </dl>
            {section(tr!(visit, "stock.movements"), ledger(visit, &movements))}
        }
        .into_any()
    }))
}

fn change(visit: &Visit, lot: &Lot, form: &Form) -> AnyView {
    let reasons: Vec<AnyView> = CHANGES
        .iter()
        .map(|(word, sign, _)| {
            let checked = form.text("reason") == *word;
            let sign = if *sign > 0 { "+" } else { "−" };
            view! {
                <label class="choice">
                    <input type="radio" name="reason" value=*word checked=checked required=true/>
                    <span><span class="strong num" aria-hidden="true">{sign} " "</span>{tr!(visit, format!("stock.change_{word}"))}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    let value = form.number("quantity").max(1);
    let wrong = form.problem_of("reason").or_else(|| form.problem_of("delta"));
    let wrong = wrong.map(|problem| view! { <p class="field__error">{problem.message.clone()}</p> });
    view! {
        <form class="form stack panel" method="post" action=visit.to(&format!("/desk/stock/{}", lot.id))>
            <h2>{tr!(visit, "stock.change_title")}</h2>
            {once(visit, form)}
            <fieldset class="fieldset" id="reason">
                <legend>{tr!(visit, "stock.what_happened")}</legend>
                <div class="choices">{reasons}</div>
            </fieldset>
            <div class="field">
                <label class="field__label" for="delta">{tr!(visit, "stock.how_many")}</label>
                <div class="cluster">
                    <Stepper
                        id="delta".to_owned()
                        name="quantity".to_owned()
                        label=tr!(visit, "stock.how_many")
                        fewer=tr!(visit, "stock.fewer")
                        more=tr!(visit, "stock.more")
                        least=1
                        step=1
                        value=value
                    />
                    <span class="quantity__unit">{tr!(visit, "work.cases")}</span>
                </div>
                {wrong}
            </div>
            <details open=form.some("note").is_some()>
                <summary>{tr!(visit, "stock.add_note")}</summary>
                {Field::new("note", tr!(visit, "stock.note")).input(visit, form)}
            </details>
            <div class="form__actions"><button class="button button--large">{tr!(visit, "stock.save_change")}</button></div>
        </form>
    }
    .into_any()
}

fn ledger(visit: &Visit, movements: &Page<Movement>) -> AnyView {
    let rows: Vec<AnyView> = movements
        .items
        .iter()
        .map(|movement| row(visit, movement))
        .collect();
    if rows.is_empty() {
        return view! { <p class="muted">{tr!(visit, "stock.no_movements")}</p> }.into_any();
    }
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=tr!(visit, "stock.movements")>
            <table class="table table--cards">
                <caption class="visually-hidden">{tr!(visit, "stock.movements")}</caption>
                <thead><tr>
                    <th scope="col">{tr!(visit, "stock.when")}</th>
                    <th scope="col" class="num">{tr!(visit, "work.cases")}</th>
                    <th scope="col">{tr!(visit, "stock.why")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {next_page(visit, movements.next_cursor.as_deref())}
    }
    .into_any()
}

fn row(visit: &Visit, movement: &Movement) -> AnyView {
    let number = format::number(visit.lang, movement.delta.abs());
    let delta = if movement.delta < 0 {
        format!("−{number}")
    } else {
        format!("+{number}")
    };
    let reason = tr!(visit, format!("stock.reason_{}", movement.reason));
    let why = match movement.order_id {
        Some(order) => view! { <a href=visit.to(&format!("/desk/orders/{order}"))>{reason}</a> }.into_any(),
        None => reason.into_any(),
    };
    let note = movement
        .note
        .clone()
        .map(|note| view! { <br/><small class="muted">{note}</small> });
    view! {
        <tr>
            <th scope="row" data-label=tr!(visit, "stock.when")>{instant(movement.at)}</th>
            <td class="num" data-label=tr!(visit, "work.cases")>{delta}</td>
            <td data-label=tr!(visit, "stock.why")><span>{why}{note}</span></td>
        </tr>
    }
    .into_any()
}
