//! Changing the basket by plain forms.

use super::basket::{lines, page, read};
use super::basket_delivery::filled;
use crate::{
    form::Form,
    pages::address::wrong,
    visit::{PageResult, Visit},
};
use shared::{
    Call, ClientError, Code, FieldCode, PackId,
    identity::OrganisationKind,
    orders::{BasketPut, PutBasketLine},
};

/// Another number of cases, a step more or fewer, or none.
pub(crate) async fn change(visit: Visit, form: Form) -> PageResult {
    if form.ticked("remove") {
        return put(&visit, form, 0, "removed").await;
    }
    let step = form.parse::<i64>("step").unwrap_or_default();
    let Some(quantity) = form.count("quantity") else {
        let wrong = wrong(&visit, "quantity", FieldCode::Number);
        return again(&visit, form, wrong).await;
    };
    let quantity = quantity.saturating_add(step).max(0);
    put(
        &visit,
        form,
        quantity,
        if quantity == 0 { "removed" } else { "changed" },
    )
    .await
}

async fn put(visit: &Visit, form: Form, quantity: i64, done: &str) -> PageResult {
    visit.member(&[OrganisationKind::Retailer])?;
    let pack = form
        .parse::<PackId>("pack_id")
        .ok_or_else(|| visit.refuse(Code::NotFound))?;
    match visit
        .send(Call::<PutBasketLine>::new((pack,)).body(&BasketPut { quantity }))
        .await
    {
        Ok(_) => Ok(visit.go(&format!("/basket?done={done}"))),
        Err(error) => again(visit, form, error).await,
    }
}

/// The basket again, with what was wrong said at the line that was to change.
async fn again(visit: &Visit, form: Form, error: ClientError) -> PageResult {
    let changed = form.parse::<PackId>("pack_id");
    let problem = form.refused(error).map_err(|error| visit.error(error))?.problem;
    let parts = read(visit).await?;
    let mut shown = filled(visit, &parts);
    let place = lines(&parts.basket).position(|line| Some(line.pack_id) == changed);
    shown.problem = problem.map(|mut problem| {
        if let Some(place) = place {
            for field in &mut problem.fields {
                field.field = format!("lines[{place}].quantity");
            }
        }
        problem
    });
    Ok(page(visit, &shown, &parts))
}
