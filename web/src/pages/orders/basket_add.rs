//! Adding to the basket by a plain form: one pack from a product's page, or many from the table of the catalogue.

use crate::{
    components::{
        bits::page_head,
        frame::Frame,
        messages::{field_id, notice},
    },
    form::{Form, read_number},
    visit::{PageResult, Visit},
};
use axum::{body::Body, http::Response};
use leptos::prelude::*;
use shared::{
    Call, ClientError, Code, FieldCode, FieldProblem, PackId, Problem,
    identity::OrganisationKind,
    orders::{AddBasketLines, BasketAdd, BasketAddLine},
};

/// A line as it was sent.
struct Sent {
    pack: PackId,
    text: String,
    /// The goods in words, as the page that sent the line named them.
    label: String,
}

pub(crate) async fn add(visit: Visit, form: Form) -> PageResult {
    visit.member(&[OrganisationKind::Retailer])?;
    let sent = sent(&form);
    if sent.is_empty() {
        return Ok(visit.go_as_given(form.text("back"), "/basket"));
    }
    let lines: Vec<Option<BasketAddLine>> = sent
        .iter()
        .map(|line| {
            let quantity = read_number(&line.text)?;
            Some(BasketAddLine {
                pack_id: line.pack,
                quantity,
            })
        })
        .collect();
    if let Some(problem) = unreadable(&visit, &lines) {
        return Ok(refused(&visit, &form, &sent, &problem));
    }
    let body = BasketAdd {
        lines: lines.into_iter().flatten().collect(),
        as_far_as_possible: form.ticked("possible"),
        at_least: false,
    };
    match visit.send(Call::<AddBasketLines>::new(()).body(&body)).await {
        Ok(_) => Ok(visit.go_as_given(form.text("back"), "/basket?done=added")),
        Err(ClientError::Problem(problem)) if problem.status < 500 && problem.status != 401 => {
            Ok(refused(&visit, &form, &sent, &problem))
        }
        Err(error) => Err(visit.error(error)),
    }
}

/// One pack with its number, or numbers of many packs; fields that were left empty ask for nothing.
fn sent(form: &Form) -> Vec<Sent> {
    let line = |pack: &str, text: &str| {
        let text = text.trim();
        let pack: PackId = pack.parse().ok()?;
        Some(Sent {
            pack,
            text: text.to_owned(),
            label: form.text(&format!("label.{pack}")).to_owned(),
        })
    };
    let one = form
        .some("pack_id")
        .and_then(|pack| line(&pack, form.text("quantity")));
    let many = form
        .beginning("cases.")
        .filter(|(_, text)| !text.trim().is_empty())
        .filter_map(|(pack, text)| line(pack, text));
    one.into_iter().chain(many).collect()
}

/// Says which lines hold no number.
fn unreadable(visit: &Visit, lines: &[Option<BasketAddLine>]) -> Option<Problem> {
    let mut problem = Problem::new(Code::ValidationFailed, visit.lang);
    let wrong = lines.iter().enumerate().filter(|(_, line)| line.is_none());
    problem.fields = wrong
        .map(|(index, _)| {
            let field = format!("lines[{index}].quantity");
            FieldProblem::new(field, FieldCode::Number, None, visit.lang)
        })
        .collect();
    (!problem.fields.is_empty()).then_some(problem)
}

/// What could not be added and why, with the numbers to change; nothing has been added.
fn refused(visit: &Visit, form: &Form, sent: &[Sent], problem: &Problem) -> Response<Body> {
    let mut shown = form.clone();
    shown.problem = Some(problem.clone());
    let title = tr!(visit, "basket.not_added");
    visit.html(shown.status(), Frame::private(title.clone()), || {
        let lines: Vec<AnyView> = sent
            .iter()
            .enumerate()
            .map(|(index, line)| again(visit, problem, index, line))
            .collect();
        let mendable = problem.fields.iter().all(|field| field.code != FieldCode::Number);
        let back = form.text("back").to_owned();
        let away = if back.is_empty() { visit.to("/products") } else { back.clone() };
        view! {
            {page_head(title, None, ().into_any())}
            <div role="alert" id="problem">{notice(visit, "warning", problem.title.clone(), Some(tr!(visit, "basket.not_added_text")))}</div>
            <form class="form stack" method="post" action=visit.to("/basket/add")>
                <input type="hidden" name="back" value=back/>
                <div class="panel stack">{lines}</div>
                <div class="form__actions">
                    <button class="button">{tr!(visit, "basket.add_again")}</button>
                    {mendable.then(|| view! {
                        <button class="button button--quiet" name="possible" value="true">{tr!(visit, "basket.add_possible")}</button>
                    })}
                    <a href=away>{tr!(visit, "basket.back")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}

fn again(visit: &Visit, problem: &Problem, index: usize, line: &Sent) -> AnyView {
    let prefix = format!("lines[{index}].");
    let wrong = problem
        .fields
        .iter()
        .find(|field| field.field.starts_with(&prefix));
    let name = format!("cases.{}", line.pack);
    let id = field_id(&name);
    let described = wrong.map(|_| format!("{id}-error"));
    let invalid = wrong.map(|_| "true");
    let label = if line.label.is_empty() {
        tr!(visit, "orders.cases")
    } else {
        line.label.clone()
    };
    let error = wrong.map(|wrong| {
        view! { <p class="field__error" id=format!("{id}-error")>{wrong.message.clone()}</p> }
    });
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label.clone()}</label>
            <input type="hidden" name=format!("label.{}", line.pack) value=label/>
            <div class="input-group">
                <input class="input num" inputmode="numeric" id=id name=name value=line.text.clone()
                    aria-invalid=invalid aria-describedby=described/>
                <span class="input-group__unit">{tr!(visit, "product.case_unit")}</span>
            </div>
            {error}
        </div>
    }
    .into_any()
}
