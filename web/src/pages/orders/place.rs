//! Ordering what is in the basket.

use super::basket::{page, read};
use crate::{
    form::Form,
    pages::address::{day, wrong},
    visit::{PageResult, Visit},
};
use shared::{
    Call, FieldCode,
    identity::{ContactInput, OrganisationKind},
    orders::{DeliveryInput, MAX_LINES, PlacePurchase, PurchaseLine, PurchasePlace},
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
            contact: ContactInput {
                name: form.text("delivery.contact.name").trim().to_owned(),
                phone: form.text("delivery.contact.phone").trim().to_owned(),
                email: form.text("delivery.contact.email").trim().to_owned(),
            },
            wanted_on: wanted_on.as_deref().and_then(day),
        },
        po_number: form.some("po_number"),
        note: form.some("note"),
        expected_total: form.parse("expected_total"),
    };
    let placed = if wanted_on.is_some() && body.delivery.wanted_on.is_none() {
        Err(wrong(&visit, "delivery.wanted_on", FieldCode::Format))
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
