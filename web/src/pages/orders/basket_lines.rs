//! Changing the basket by plain forms.

use super::basket::{page, read};
use super::basket_delivery::filled;
use crate::{
    form::Form,
    visit::{PageResult, Visit},
};
use shared::{
    Call, Code, PackId,
    identity::OrganisationKind,
    orders::{BasketPut, PutBasketLine},
};

/// What a product's page sends where no script runs.
pub(crate) async fn add(visit: Visit, form: Form) -> PageResult {
    let quantity = form.number("quantity");
    put(&visit, form, quantity, "added").await
}

/// Another number of cases, a step more or fewer, or none.
pub(crate) async fn change(visit: Visit, form: Form) -> PageResult {
    if form.ticked("remove") {
        return put(&visit, form, 0, "removed").await;
    }
    let step = form.parse::<i64>("step").unwrap_or_default();
    let quantity = form.number("quantity").saturating_add(step).max(0);
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
        Err(error) => {
            let problem = form.refused(error).map_err(|error| visit.error(error))?.problem;
            let parts = read(visit).await?;
            let mut shown = filled(visit, &parts);
            shown.problem = problem;
            Ok(page(visit, &shown, &parts))
        }
    }
}
