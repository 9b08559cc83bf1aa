//! Ordering what is in the basket.

use super::{
    basket::{page, read},
    basket_lines::{Sent, sent, wanted, write},
};
use crate::{
    form::Form,
    format,
    pages::address::day,
    visit::{PageError, PageResult, Visit},
};
use shared::{
    Call, Checks, ClientError, Code, Date, FieldCode, FieldProblem, Input, Problem,
    identity::OrganisationKind,
    orders::{DeliveryInput, GetBasket, PlacePurchase, PurchasePlace},
};

pub(crate) async fn place(visit: Visit, form: Form) -> PageResult {
    visit.member(&[OrganisationKind::Retailer])?;
    let lines = sent(&form);
    let body = PurchasePlace {
        lines: wanted(&lines),
        delivery: DeliveryInput {
            name: form.text("delivery.name").trim().to_owned(),
            address: form.text("delivery.address").trim().to_owned(),
            // A commune may stand there from the place before.
            commune_code: form
                .some("delivery.commune_code")
                .filter(|_| form.some("delivery.locality").is_none()),
            locality: form.some("delivery.locality"),
            contact: form.whole_contact("delivery.contact."),
            wanted_on: form.some(DAY).as_deref().and_then(day),
        },
        po_number: form.some("po_number"),
        note: form.some("note"),
        expected_total: form.parse("expected_total"),
    };
    // Everything is told at once: what is wrong with the numbers, and with what is written below them.
    let told = problems(&visit, &form, &body).await?;
    let placed = match new_total(&visit, &lines).await {
        Err(error) => Err(with(error, told)),
        Ok(()) if told.is_empty() => {
            visit
                .send(
                    Call::<PlacePurchase>::new(())
                        .body(&body)
                        .idempotency_key(form.text("once")),
                )
                .await
        }
        Ok(()) => {
            let refusal = Problem::new(Code::ValidationFailed, visit.lang);
            Err(with(ClientError::Problem(Box::new(refusal)), told))
        }
    };
    match placed {
        Ok(purchase) => Ok(visit.go(&format!("/desk/purchases/{}", purchase.id))),
        Err(error) => {
            let form = form.refused(error).map_err(|error| visit.error(error))?;
            // Read again: the page shows the prices and the stock of now, beside what was refused.
            let parts = read(&visit).await?;
            Ok(page(&visit, &form, &parts))
        }
    }
}

const DAY: &str = "delivery.wanted_on";

/// The refusal, with more fields that are wrong.
fn with(mut error: ClientError, fields: Vec<FieldProblem>) -> ClientError {
    if let ClientError::Problem(problem) = &mut error {
        problem.fields.extend(fields);
    }
    error
}

/// What is wrong with the form, besides its lines.
async fn problems(visit: &Visit, form: &Form, body: &PurchasePlace) -> Result<Vec<FieldProblem>, PageError> {
    let mut checks = Checks::new(visit.lang);
    body.check(&mut checks);
    let early = match body.delivery.wanted_on {
        None if form.some(DAY).is_some() => {
            checks.problem(DAY, FieldCode::Format, None);
            None
        }
        Some(day) if day < visit.today() => {
            checks.problem(DAY, FieldCode::InPast, None);
            None
        }
        Some(day) if !form.ticked("early") => too_early(visit, day).await?,
        _ => None,
    };
    let mut problems = checks.into_problems();
    problems.retain(|problem| !problem.field.starts_with("lines["));
    problems.extend(early);
    Ok(problems)
}

/// A day on which the goods cannot have left yet is asked about once; whoever means it ticks the box.
async fn too_early(visit: &Visit, wanted: Date) -> Result<Option<FieldProblem>, PageError> {
    let basket = visit.get::<GetBasket>(()).await?;
    let late = basket
        .groups
        .iter()
        .filter(|group| group.ready_on > wanted)
        .max_by_key(|group| group.ready_on);
    Ok(late.map(|group| FieldProblem {
        field: DAY.to_owned(),
        code: FieldCode::InPast,
        message: tr!(
            visit,
            "basket.too_early",
            producer = group.producer.name_in(visit.lang),
            day = format::date(group.ready_on)
        ),
        limit: None,
    }))
}

/// The buyer must never order another sum than the one on screen: numbers that were typed since are written first, and
/// the page comes back once with what they cost.
async fn new_total(visit: &Visit, lines: &[Sent]) -> Result<(), ClientError> {
    let Some(basket) = write(visit, lines).await? else {
        return Ok(());
    };
    let mut told = Problem::new(Code::PriceChanged, visit.lang);
    told.title = tr!(visit, "basket.numbers_changed");
    let total = Some(basket.total.amount);
    told.fields.push(FieldProblem::new(
        "expected_total",
        FieldCode::PriceChanged,
        total,
        visit.lang,
    ));
    Err(ClientError::Problem(Box::new(told)))
}
