//! What can be done with an order now: one plain form each.

use super::order_document::{goods_name, pack_name};
use crate::{
    components::{
        bits::{icon, instant, only_vietnamese, print_button},
        fields::{Field, choice, field_error, once},
        messages::field_id,
    },
    form::Form,
    visit::Visit,
};
use leptos::prelude::*;
use shared::{
    listings::ShelveListing,
    orders::{AddBasketLines, CORRECT_HOURS, DeclineReason, Order, OrderAction, OrderLine, OrderStatus},
};

/// The forms that the order's state and the visitor's role allow, the next step first.
pub(super) fn actions(visit: &Visit, form: &Form, order: &Order) -> AnyView {
    let (second, steps): (Vec<OrderAction>, Vec<OrderAction>) = order
        .actions
        .iter()
        .copied()
        .partition(|action| is_second_thought(*action));
    let forms: Vec<AnyView> = steps
        .into_iter()
        .chain(second)
        .map(|one| action(visit, form, order, one))
        .collect();
    let again = visit.may::<AddBasketLines>().then(|| {
        view! {
            <form method="post" action=visit.to(&format!("/desk/orders/{}/reorder", order.id))>
                <button class="button button--quiet button--block">{tr!(visit, "orders.reorder")}</button>
            </form>
        }
    });
    let shipped = order
        .events
        .iter()
        .any(|event| event.status == OrderStatus::Shipped);
    let note = shipped.then(|| {
        let address = visit.to(&format!("/desk/orders/{}/delivery-note", order.id));
        view! { <a class="button button--quiet button--block" href=address>{icon(visit, "print")}{tr!(visit, "orders.delivery_note")}</a> }
    });
    let received = order.status == OrderStatus::Received;
    let shelve = (received && visit.may::<ShelveListing>()).then(|| {
        let address = visit.to("/desk/listings?status=accepted");
        view! { <a class="button button--block" href=address>{icon(visit, "shelf")}{tr!(visit, "orders.to_shelve")}</a> }
    });
    view! {
        {forms}
        {shelve}
        {again}
        {note}
        {print_button(visit)}
        <p class="muted small">{tr!(visit, "orders.print_hint")}</p>
    }
    .into_any()
}

/// Saying no and correcting are second thoughts: they do not stand beside the next step.
const fn is_second_thought(action: OrderAction) -> bool {
    matches!(
        action,
        OrderAction::Decline | OrderAction::Cancel | OrderAction::Correct
    )
}

fn action(visit: &Visit, form: &Form, order: &Order, action: OrderAction) -> AnyView {
    // What was filled in belongs to the action that was refused.
    let blank = Form::default();
    let form = if form.text("action") == action.as_str() {
        form
    } else {
        &blank
    };
    let (fields, class) = match action {
        OrderAction::Confirm => (().into_any(), "button button--block"),
        OrderAction::Ship => (
            Field::new("note", tr!(visit, "orders.ship_note"))
                .hint(tr!(visit, "orders.ship_hint"))
                .input(visit, form),
            "button button--block",
        ),
        OrderAction::Receive => (receive(visit, form, order), "button button--quiet button--block"),
        OrderAction::Correct => (correct(visit, form, order), "button button--quiet button--block"),
        OrderAction::Decline => (decline(visit, form), "button button--danger button--block"),
        OrderAction::Cancel => (
            Field::new("reason", tr!(visit, "orders.reason"))
                .required()
                .textarea(visit, form, "3"),
            "button button--danger button--block",
        ),
    };
    // Taking back what was confirmed is told in other words than declining what came in.
    let words = match (action, order.status) {
        (OrderAction::Decline, OrderStatus::Confirmed) => "give_up",
        _ => action.as_str(),
    };
    let open = form.problem.is_some();
    let target = visit.to(&format!("/desk/orders/{}/{action}", order.id));
    let inner = view! {
        <form class="form stack" method="post" action=target>
            {once(visit, form)}
            <input type="hidden" name="action" value=action.as_str()/>
            <p class="muted">{tr!(visit, format!("orders.{words}_told"))}</p>
            {fields}
            <button class=class>{tr!(visit, format!("orders.{words}"))}</button>
        </form>
    };
    if is_second_thought(action) {
        return view! {
            <details class="panel" open=open>
                <summary class="strong">{tr!(visit, format!("orders.{words}_summary"))}</summary>
                {inner}
            </details>
        }
        .into_any();
    }
    view! { <section class="panel stack" id=action.as_str()><h2 class="h4">{tr!(visit, format!("orders.{action}_title"))}</h2>{inner}</section> }.into_any()
}

/// Why not: a tap for what happens most, and room for words.
fn decline(visit: &Visit, form: &Form) -> AnyView {
    let reasons: Vec<AnyView> = DeclineReason::ALL
        .iter()
        .map(|code| {
            let text = tr!(visit, format!("orders.decline_{code}"));
            choice(form, "radio", "reason_code", code.as_str(), text)
        })
        .collect();
    view! {
        <fieldset class="fieldset" id="reason-code">
            <legend>{tr!(visit, "orders.reason")}</legend>
            {reasons}
            {field_error(form, "reason_code", &tr!(visit, "orders.reason"))}
        </fieldset>
        {Field::new("reason", tr!(visit, "orders.decline_words"))
            .hint(tr!(visit, "orders.decline_words_hint"))
            .textarea(visit, form, "2")}
    }
    .into_any()
}

/// What arrived, line by line; all of it, unless somebody writes another number.
fn receive(visit: &Visit, form: &Form, order: &Order) -> AnyView {
    view! {
        // Enter in a field means the numbers, not the button that takes everything.
        <button class="visually-hidden" tabindex="-1" aria-hidden="true"></button>
        <button class="button button--block" name="all" value="true">{tr!(visit, "orders.receive_all")}</button>
        <p class="muted">{tr!(visit, "orders.receive_or")}</p>
        {counted_lines(visit, form, order)}
        {Field::new("note", tr!(visit, "orders.receive_note")).textarea(visit, form, "2")}
    }
    .into_any()
}

/// What was counted, to be counted again, and why.
fn correct(visit: &Visit, form: &Form, order: &Order) -> AnyView {
    let until = order
        .events
        .iter()
        .find(|event| event.status == OrderStatus::Received)
        .map(|event| event.at.plus_hours(CORRECT_HOURS));
    view! {
        {until.map(|until| view! { <p>{tr!(visit, "orders.correct_until")} " " {instant(until)}</p> })}
        <div class="stack" id="lines">
            {counted_lines(visit, form, order)}
            {field_error(form, "lines", &tr!(visit, "orders.accepted"))}
        </div>
        {Field::new("reason", tr!(visit, "orders.reason"))
            .required()
            .textarea(visit, form, "2")}
    }
    .into_any()
}

fn counted_lines(visit: &Visit, form: &Form, order: &Order) -> AnyView {
    let lines: Vec<AnyView> = order
        .lines
        .iter()
        .enumerate()
        .map(|(index, line)| received_line(visit, form, index, line))
        .collect();
    lines.into_any()
}

fn received_line(visit: &Visit, form: &Form, index: usize, line: &OrderLine) -> AnyView {
    let count = |part: &str, otherwise: i64| {
        let name = format!("lines[{index}].{part}");
        let id = field_id(&name);
        let value = form.some(&name).unwrap_or_else(|| otherwise.to_string());
        let invalid = form.problem_of(&name).map(|_| "true");
        let described = form.problem_of(&name).map(|_| format!("{id}-error"));
        let label = tr!(visit, format!("orders.{part}"));
        let error = field_error(form, &name, &format!("{} · {label}", goods_name(visit, line)));
        view! {
            <div class="field">
                <label class="field__label" for=id.clone()>{label}</label>
                <input class="input num" type="number" inputmode="numeric" min="0" max=line.quantity id=id name=name value=value
                    aria-invalid=invalid aria-describedby=described/>
                {error}
            </div>
        }
    };
    view! {
        <fieldset class="fieldset">
            <legend>{goods_name(visit, line)} " · " <span lang=only_vietnamese(visit.lang, line.pack_label_en.as_deref())>{pack_name(visit, line)}</span> " · " {tr!(visit, "orders.sent", n = line.quantity)}</legend>
            <input type="hidden" name=format!("lines[{index}].line_id") value=line.id.to_string()/>
            <div class="field-row">{count("accepted", line.accepted.unwrap_or(line.quantity))}{count("damaged", line.damaged.unwrap_or(0))}</div>
        </fieldset>
    }
    .into_any()
}
