//! Ordering what is in the basket.

use super::{
    basket::{page, read},
    basket_lines::{Sent, sent, wanted, write},
};
use crate::{
    form::Form,
    format,
    pages::address::{day, wrong},
    visit::{PageError, PageResult, Visit},
};
use shared::{
    Call, ClientError, Code, Date, FieldCode, FieldProblem, Problem,
    identity::OrganisationKind,
    orders::{DeliveryInput, GetBasket, PlacePurchase, PurchasePlace},
};

pub(crate) async fn place(visit: Visit, form: Form) -> PageResult {
    visit.member(&[OrganisationKind::Retailer])?;
    let lines = sent(&form);
    if let Err(error) = new_total(&visit, &lines).await {
        let form = form.refused(error).map_err(|error| visit.error(error))?;
        return Ok(page(&visit, &form, &read(&visit).await?));
    }
    let wanted_on = form.some("delivery.wanted_on");
    let body = PurchasePlace {
        lines: wanted(&lines),
        delivery: DeliveryInput {
            name: form.text("delivery.name").trim().to_owned(),
            address: form.text("delivery.address").trim().to_owned(),
            commune_code: form.text("delivery.commune_code").to_owned(),
            contact: form.whole_contact("delivery.contact."),
            wanted_on: wanted_on.as_deref().and_then(day),
        },
        po_number: form.some("po_number"),
        note: form.some("note"),
        expected_total: form.parse("expected_total"),
    };
    let placed = if wanted_on.is_some() && body.delivery.wanted_on.is_none() {
        Err(wrong(&visit, "delivery.wanted_on", FieldCode::Format))
    } else if let Some(told) = too_early(&visit, &form, body.delivery.wanted_on).await? {
        Err(told)
    } else {
        visit
            .send(
                Call::<PlacePurchase>::new(())
                    .body(&body)
                    .idempotency_key(form.text("once")),
            )
            .await
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

/// A day on which the goods cannot have left yet is asked about once; whoever means it ticks the box.
async fn too_early(
    visit: &Visit,
    form: &Form,
    wanted_on: Option<Date>,
) -> Result<Option<ClientError>, PageError> {
    let Some(wanted) = wanted_on.filter(|_| !form.ticked("early")) else {
        return Ok(None);
    };
    let basket = visit.get::<GetBasket>(()).await?;
    let late = basket
        .groups
        .iter()
        .filter(|group| group.ready_on > wanted)
        .max_by_key(|group| group.ready_on);
    Ok(late.map(|group| {
        let mut told = wrong(visit, "delivery.wanted_on", FieldCode::InPast);
        if let ClientError::Problem(problem) = &mut told {
            for field in &mut problem.fields {
                field.message = tr!(
                    visit,
                    "basket.too_early",
                    producer = group.producer.name_in(visit.lang),
                    day = format::date(group.ready_on)
                );
            }
        }
        told
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
    told.fields.push(FieldProblem {
        field: "expected_total".to_owned(),
        code: FieldCode::PriceChanged,
        message: FieldCode::PriceChanged.message(visit.lang, Some(basket.total.amount)),
        limit: Some(basket.total.amount),
    });
    Err(ClientError::Problem(Box::new(told)))
}
