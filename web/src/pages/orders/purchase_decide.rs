//! Approving or refusing a purchase: two plain forms, no is a second thought.

use super::purchase::page;
use crate::{
    components::fields::{Field, once},
    form::Form,
    pages::{address::parsed, work::refused},
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use leptos::prelude::*;
use shared::{
    Call, PurchaseId,
    identity::{OrganisationKind, Reason},
    orders::{ApprovePurchase, GetPurchase, OrderStatus, Purchase, PurchaseAction, RefusePurchase},
};

/// Whether something of it waits for approval.
pub(super) fn waiting(purchase: &Purchase) -> bool {
    let mut orders = purchase.orders.iter();
    orders.any(|order| order.status == OrderStatus::AwaitingApproval)
}

/// `POST /desk/purchases/{id}/{action}`.
pub(crate) async fn act(visit: Visit, Path((id, action)): Path<(String, String)>, form: Form) -> PageResult {
    visit.member(&[OrganisationKind::Retailer])?;
    let (id, action) = (
        parsed::<PurchaseId>(&visit, &id)?,
        parsed::<PurchaseAction>(&visit, &action)?,
    );
    let key = form.text("once");
    let done = match action {
        PurchaseAction::Approve => {
            visit
                .send(Call::<ApprovePurchase>::new((id,)).idempotency_key(key))
                .await
        }
        PurchaseAction::Refuse => {
            let reason = Reason {
                reason: form.text("reason").trim().to_owned(),
            };
            let call = Call::<RefusePurchase>::new((id,)).body(&reason);
            visit.send(call.idempotency_key(key)).await
        }
    };
    match done {
        Ok(_) => Ok(visit.go(&format!("/desk/purchases/{id}?done={action}"))),
        Err(error) => {
            let form = refused(&visit, form, error)?;
            let purchase = visit.get::<GetPurchase>((id,)).await?;
            Ok(page(&visit, &form, &purchase))
        }
    }
}

/// The forms of those who may decide.
pub(super) fn decide(visit: &Visit, form: &Form, purchase: &Purchase) -> AnyView {
    let target = |action: PurchaseAction| visit.to(&format!("/desk/purchases/{}/{action}", purchase.id));
    let forms: Vec<AnyView> = purchase
        .actions
        .iter()
        .map(|action| match action {
            PurchaseAction::Approve => view! {
                <form class="form" method="post" action=target(*action)>
                    {once(visit, form)}
                    <button class="button button--large">{tr!(visit, "purchase.approve")}</button>
                </form>
            }
            .into_any(),
            PurchaseAction::Refuse => view! {
                <details class="panel" open=form.problem.is_some()>
                    <summary class="strong">{tr!(visit, "purchase.refuse_summary")}</summary>
                    <form class="form stack" method="post" action=target(*action)>
                        {once(visit, form)}
                        {Field::new("reason", tr!(visit, "orders.reason")).required().textarea(visit, form, "3")}
                        <button class="button button--danger">{tr!(visit, "purchase.refuse")}</button>
                    </form>
                </details>
            }
            .into_any(),
        })
        .collect();
    view! { <div class="stack no-print">{forms}</div> }.into_any()
}
