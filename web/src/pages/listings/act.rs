//! What a form on the listing's page does.

use super::listing::{page, read};
use crate::{
    form::Form,
    pages::address::{parsed, required},
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use shared::{
    Call, ClientError, Endpoint, ListingId, StoreId,
    identity::OrganisationKind::Retailer,
    listings::{
        AnswerListing, ConfirmListing, Decision, DelistListing, GetListing, Listing, ListingAction,
        ListingAnswer, ListingConfirm, ListingDelist, ListingReason, ListingShelve, ShelveListing,
    },
};

/// `POST /desk/listings/{id}/{action}`.
pub(crate) async fn act(visit: Visit, Path((id, action)): Path<(String, String)>, form: Form) -> PageResult {
    visit.member(&[Retailer])?;
    let (id, action) = (
        parsed::<ListingId>(&visit, &id)?,
        parsed::<ListingAction>(&visit, &action)?,
    );
    match send(&visit, id, action, &form).await {
        Ok(_) => Ok(visit.go(&format!("/desk/listings/{id}?done={action}"))),
        Err(error) => {
            let form = form.refused(error).map_err(|error| visit.error(error))?;
            let known = read(&visit, id).await?;
            Ok(page(&visit, &form, &known))
        }
    }
}

async fn send(
    visit: &Visit,
    id: ListingId,
    action: ListingAction,
    form: &Form,
) -> Result<Listing, ClientError> {
    let reason_code = form.parse::<ListingReason>("reason_code");
    let reason = form.some("reason");
    match action {
        ListingAction::Answer => {
            let Some(decision) = form.parse::<Decision>("decision") else {
                return Err(required(visit, "decision"));
            };
            if decision == Decision::Accept && !form.ticked("papers_known") {
                let listing = visit.send(Call::<GetListing>::new((id,))).await?;
                if !listing.papers.complete {
                    return Err(required(visit, "papers_known"));
                }
            }
            // A code that was chosen and then overruled by an acceptance says nothing.
            let reason_code = reason_code.filter(|_| decision == Decision::Decline);
            call::<AnswerListing>(
                visit,
                id,
                form,
                &ListingAnswer {
                    decision,
                    reason_code,
                    reason,
                },
            )
            .await
        }
        ListingAction::Shelve => {
            call::<ShelveListing>(
                visit,
                id,
                form,
                &ListingShelve {
                    store_ids: chosen(form),
                },
            )
            .await
        }
        ListingAction::Confirm => {
            let stores = chosen(form);
            if stores.is_empty() {
                // Left out would mean every store; an empty choice means that one was forgotten.
                return Err(required(visit, "store_ids"));
            }
            call::<ConfirmListing>(
                visit,
                id,
                form,
                &ListingConfirm {
                    store_ids: Some(stores),
                },
            )
            .await
        }
        ListingAction::Delist => {
            let Some(reason_code) = reason_code else {
                return Err(required(visit, "reason_code"));
            };
            let stores = chosen(form);
            // Where there is more than one store, the form has them all: none chosen means that one was forgotten.
            if stores.is_empty()
                && visit
                    .get::<GetListing>((id,))
                    .await
                    .is_ok_and(|listing| listing.stores.len() > 1)
            {
                return Err(required(visit, "store_ids"));
            }
            let body = ListingDelist {
                store_ids: (!stores.is_empty()).then_some(stores),
                reason_code,
                reason,
            };
            call::<DelistListing>(visit, id, form, &body).await
        }
    }
}

async fn call<E>(visit: &Visit, id: ListingId, form: &Form, body: &E::Body) -> Result<Listing, ClientError>
where
    E: Endpoint<Path = (ListingId,), Response = Listing>,
{
    visit
        .send(
            Call::<E>::new((id,))
                .body(body)
                .idempotency_key(form.text("once")),
        )
        .await
}

/// The stores that were ticked.
pub(super) fn chosen(form: &Form) -> Vec<StoreId> {
    form.all("store_ids").filter_map(|id| id.parse().ok()).collect()
}
