//! Closes an organisation that leaves the market. It stands here because only orders tell whether it still owes somebody
//! goods or an answer. A purchase that is placed in the same moment is not answered, and expires by itself.

use super::entity::orders::{Column, Entity};
use crate::{
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
    identity,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};
use shared::{Code, OrganisationId, identity::CloseOrganisation, orders::OrderStatus};

pub(super) async fn close_organisation(
    cx: Cx,
    received: Received<CloseOrganisation>,
) -> Result<Reply<CloseOrganisation>> {
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    let reason = received.body.reason.trim().to_owned();
    let view = identity::close(&cx, &mut tx, id, reason).await?;
    nothing_open(&tx, id).await?;
    tx.finish("organisation", id, &view, Some(view.version)).await
}

/// Refuses while an order of the organisation, on either side, waits for a step.
async fn nothing_open(tx: &Tx, id: OrganisationId) -> Result<()> {
    let of = Condition::any()
        .add(Column::ProducerId.eq(id))
        .add(Column::BuyerId.eq(id));
    let open = OrderStatus::ALL.iter().copied().filter(|status| is_open(*status));
    let count = Entity::find()
        .filter(of)
        .filter(Column::Status.is_in(open))
        .count(&**tx)
        .await?;
    if count == 0 {
        return Ok(());
    }
    Err(Error::refuse(Code::WrongState).told(
        format!("Đơn vị còn {count} đơn hàng chưa xong: hoàn tất, từ chối hoặc hủy các đơn đó trước khi đóng."),
        format!("Orders of the organisation that are still open: {count}. They are finished, declined or cancelled first."),
    ))
}

/// Whether an order that stands so waits for somebody's step.
const fn is_open(status: OrderStatus) -> bool {
    match status {
        OrderStatus::AwaitingApproval
        | OrderStatus::Placed
        | OrderStatus::Confirmed
        | OrderStatus::Shipped => true,
        OrderStatus::Received | OrderStatus::Declined | OrderStatus::Cancelled | OrderStatus::Expired => {
            false
        }
    }
}
