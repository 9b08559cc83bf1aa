//! One step of an order: of two at once, one wins and the other is told so.

use super::{
    entity::{order_events, order_lines, orders},
    policy::Advance,
    tell,
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Error, Result},
    stock,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    Code, OrderId, OrderLineId, OrganisationId,
    orders::{ANSWER_HOURS, DeclineReason, OrderStatus},
};

/// The order, read in the transaction that changes it.
pub(super) async fn read(tx: &Tx, id: OrderId) -> Result<orders::Model> {
    orders::Entity::find_by_id(id)
        .one(&**tx)
        .await?
        .ok_or_else(Error::not_found)
}

/// Its lines, in their order.
pub(super) async fn lines(tx: &Tx, id: OrderId) -> Result<Vec<order_lines::Model>> {
    Ok(order_lines::Entity::find()
        .filter(order_lines::Column::OrderId.eq(id))
        .order_by_asc(order_lines::Column::Position)
        .all(&**tx)
        .await?)
}

/// What is said of a step.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) reason_code: Option<DeclineReason>,
    pub(super) note: Option<String>,
    /// What a corrected receipt said before ([`super::counted`]).
    pub(super) counted_before: Option<String>,
}

impl From<Option<String>> for Said {
    fn from(note: Option<String>) -> Self {
        Self {
            note,
            ..Self::default()
        }
    }
}

/// Writes the new state and its event. `by` is None for the market itself. Comes before everything else the step
/// does, so that the loser of two has done nothing.
pub(super) async fn advance(
    tx: &mut Tx,
    (_, status): (Allowed<Advance>, OrderStatus),
    mut row: orders::Model,
    by: Option<OrganisationId>,
    said: impl Into<Said>,
) -> Result<orders::Model> {
    let seen = row.version;
    let before = row.status;
    row.status = status;
    row.answer_by = None;
    if status == OrderStatus::Placed {
        // Approved: only now the producer sees it, and has its time to answer.
        row.sent_at = Some(tx.at());
        row.answer_by = Some(tx.at().plus_hours(ANSWER_HOURS));
    }
    if status == OrderStatus::Received {
        // A correction leaves the moment from which its time is counted.
        row.received_at = row.received_at.or(Some(tx.at()));
    }
    row.version += 1;
    let change = orders::ActiveModel {
        status: Set(row.status),
        answer_by: Set(row.answer_by),
        sent_at: Set(row.sent_at),
        received_at: Set(row.received_at),
        version: Set(row.version),
        ..Default::default()
    };
    let changed = orders::Entity::update_many()
        .set(change)
        .filter(orders::Column::Id.eq(row.id))
        .filter(orders::Column::Version.eq(seen))
        .exec(&**tx)
        .await?;
    if changed.rows_affected == 0 {
        return Err(Error::refuse(Code::WrongState));
    }
    let said = said.into();
    let corrected = said.counted_before.is_some();
    tx.compare(
        &serde_json::json!({ "status": before }),
        &serde_json::json!({ "status": status, "reason_code": said.reason_code, "note": said.note }),
    );
    let event = order_events::ActiveModel {
        id: Set(tx.new_id()),
        order_id: Set(row.id),
        at: Set(tx.at()),
        status: Set(status),
        organisation_id: Set(by),
        reason_code: Set(said.reason_code),
        note: Set(said.note.filter(|note| !note.trim().is_empty())),
        counted_before: Set(said.counted_before),
    };
    order_events::Entity::insert(event)
        .exec_without_returning(&**tx)
        .await?;
    tell::step(tx, row.id, status, corrected)?;
    Ok(row)
}

/// Gives the stock of these orders back: of all of them at once, because lots are locked in one order by everybody, and
/// those of one order after those of another would not be.
pub(super) async fn give_back(tx: &mut Tx, orders: &[OrderId]) -> Result<()> {
    let lines = order_lines::Entity::find()
        .filter(order_lines::Column::OrderId.is_in(orders.iter().copied()))
        .all(&**tx)
        .await?;
    let ids: Vec<OrderLineId> = lines.iter().map(|line| line.id).collect();
    stock::release(tx, &ids).await?;
    for line in lines {
        tx.restocked(line.product_id);
    }
    Ok(())
}
