//! What a form on the order's page does.

use super::order::page;
use crate::{
    form::Form,
    pages::address::parsed,
    visit::{PageResult, Visit},
};
use axum::extract::Path;
use shared::{
    Call, ClientError, Endpoint, OrderId,
    identity::{OrganisationKind, Reason},
    orders::{
        AddBasketLines, BasketAdd, BasketAddLine, CancelOrder, ConfirmOrder, CorrectReceipt, DeclineOrder,
        GetOrder, MAX_LINES, Order, OrderAction, OrderDecline, OrderReceive, OrderShip, ReceiptCorrect,
        ReceiveLine, ReceiveOrder, ShipOrder,
    },
};

/// `POST /desk/orders/{id}/{action}`.
pub(crate) async fn act(visit: Visit, Path((id, action)): Path<(String, String)>, form: Form) -> PageResult {
    visit.member(&[OrganisationKind::Producer, OrganisationKind::Retailer])?;
    let (id, action) = (
        parsed::<OrderId>(&visit, &id)?,
        parsed::<OrderAction>(&visit, &action)?,
    );
    let key = form.text("once");
    let reason = Reason {
        reason: form.text("reason").trim().to_owned(),
    };
    let done: Result<Order, ClientError> = match action {
        OrderAction::Confirm => {
            visit
                .send(Call::<ConfirmOrder>::new((id,)).idempotency_key(key))
                .await
        }
        OrderAction::Decline => {
            let body = OrderDecline {
                reason_code: form.parse("reason_code"),
                reason: form.some("reason"),
            };
            send::<DeclineOrder>(&visit, id, &body, key).await
        }
        OrderAction::Cancel => send::<CancelOrder>(&visit, id, &reason, key).await,
        OrderAction::Ship => {
            send::<ShipOrder>(
                &visit,
                id,
                &OrderShip {
                    note: form.some("note"),
                },
                key,
            )
            .await
        }
        OrderAction::Receive => {
            let body = OrderReceive {
                // One press for a delivery that is whole: a line left out was accepted whole.
                lines: if form.ticked("all") {
                    Vec::new()
                } else {
                    received(&form)
                },
                note: form.some("note"),
            };
            send::<ReceiveOrder>(&visit, id, &body, key).await
        }
        OrderAction::Correct => {
            let body = ReceiptCorrect {
                lines: received(&form),
                reason: reason.reason,
            };
            send::<CorrectReceipt>(&visit, id, &body, key).await
        }
    };
    match done {
        Ok(_) => Ok(visit.go(&format!("/desk/orders/{id}?done={action}"))),
        Err(error) => {
            let form = form.refused(error).map_err(|error| visit.error(error))?;
            let order = visit.get::<GetOrder>((id,)).await?;
            Ok(page(&visit, &form, &order))
        }
    }
}

async fn send<E>(visit: &Visit, id: OrderId, body: &E::Body, key: &str) -> Result<Order, ClientError>
where
    E: Endpoint<Path = (OrderId,), Response = Order>,
{
    visit
        .send(Call::<E>::new((id,)).body(body).idempotency_key(key))
        .await
}

fn received(form: &Form) -> Vec<ReceiveLine> {
    (0..MAX_LINES)
        .map_while(|index| {
            let line_id = form.parse(&format!("lines[{index}].line_id"))?;
            let damaged = format!("lines[{index}].damaged");
            Some(ReceiveLine {
                line_id,
                accepted: form.number(&format!("lines[{index}].accepted")),
                damaged: form.some(&damaged).map(|_| form.number(&damaged)),
            })
        })
        .collect()
}

/// `POST /desk/orders/{id}/reorder`: the same packs are in the basket then, as far as they can still be ordered, and not
/// once more where they are already. The basket then says what is not as it was.
pub(crate) async fn reorder(visit: Visit, Path(id): Path<String>) -> PageResult {
    visit.member(&[OrganisationKind::Retailer])?;
    let order = visit.get::<GetOrder>((parsed::<OrderId>(&visit, &id)?,)).await?;
    let lines = order.lines.iter().map(|line| BasketAddLine {
        pack_id: line.pack_id,
        quantity: line.quantity,
    });
    let body = BasketAdd {
        lines: lines.collect(),
        as_far_as_possible: true,
        at_least: true,
    };
    let put = visit.read(Call::<AddBasketLines>::new(()).body(&body)).await?;
    let already = put
        .lines
        .iter()
        .all(|line| line.added == 0 && line.problem.is_none());
    let done = if already { "&done=already" } else { "" };
    Ok(visit.go(&format!("/basket?from={}{done}", order.id)))
}
