//! Ordering what is in the basket.

use super::basket::{page, read};
use crate::{
    form::Form,
    format,
    pages::address::{day, wrong},
    visit::{PageError, PageResult, Visit},
};
use shared::{
    Call, ClientError, Date, FieldCode,
    identity::OrganisationKind,
    orders::{DeliveryInput, GetBasket, MAX_LINES, PlacePurchase, PurchaseLine, PurchasePlace},
};

pub(crate) async fn place(visit: Visit, form: Form) -> PageResult {
    visit.member(&[OrganisationKind::Retailer])?;
    let wanted_on = form.some("delivery.wanted_on");
    let body = PurchasePlace {
        lines: lines(&form),
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

/// The lines that the buyer has seen, as the page sent them along.
fn lines(form: &Form) -> Vec<PurchaseLine> {
    (0..MAX_LINES)
        .map_while(|index| {
            let pack_id = form.parse(&format!("lines[{index}].pack_id"))?;
            Some(PurchaseLine {
                pack_id,
                quantity: form.number(&format!("lines[{index}].quantity")),
                expected_case_price: form.parse(&format!("lines[{index}].case_price")),
            })
        })
        .collect()
}
