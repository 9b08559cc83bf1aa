//! Where orders stand, against what was written down on the way there.

use super::super::{
    entity::{order_events, orders},
    expire_order,
    state::awaits_answer,
};
use crate::{
    db::{Invariant, audit},
    http::Result,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{OrderId, Timestamp, orders::OrderStatus};
use std::collections::HashMap;

/// An order may wait this long after its time: the market may have stood still.
const LATE_HOURS: i64 = 1;

pub(super) struct Steps {
    now: Timestamp,
    stages: Invariant,
    events: Invariant,
    told: Invariant,
    jobs: Invariant,
    late: Invariant,
}

impl Steps {
    pub(super) const fn new(now: Timestamp) -> Self {
        Self {
            now,
            stages: Invariant::new(
                "an order has a time to be answered by while it waits, and was sent before anybody worked on it; once it \
                 is received it says when",
            ),
            events: Invariant::new(
                "an order stands where its last event left it, after as many steps as it has versions",
            ),
            told: Invariant::new("every step of an order stands in the audit trail"),
            jobs: Invariant::new("an order that waits for an answer has the job that ends the waiting"),
            late: Invariant::new("no order waits beyond its time"),
        }
    }

    pub(super) fn into_invariants(self) -> [Invariant; 5] {
        [self.stages, self.events, self.told, self.jobs, self.late]
    }

    /// Looks at a page of orders.
    pub(super) async fn look(&mut self, db: &impl ConnectionTrait, rows: &[orders::Model]) -> Result<()> {
        let mut events: HashMap<OrderId, Vec<order_events::Model>> = HashMap::new();
        let of_page = order_events::Entity::find()
            .filter(order_events::Column::OrderId.is_in(rows.iter().map(|row| row.id)))
            .order_by_asc(order_events::Column::Id);
        for event in of_page.all(db).await? {
            events.entry(event.order_id).or_default().push(event);
        }
        let by_order = audit::told_of(db, "order", rows.iter().map(|row| row.id.to_string())).await?;
        let by_purchase =
            audit::told_of(db, "purchase", rows.iter().map(|row| row.purchase_id.to_string())).await?;
        let waiting: Vec<OrderId> = rows
            .iter()
            .filter(|row| awaits_answer(row.status))
            .map(|row| row.id)
            .collect();
        let due = expire_order::due(db, &waiting).await?;
        for row in rows {
            let events = events.remove(&row.id).unwrap_or_default();
            self.stage(row);
            self.event(row, &events);
            let told = |at: &Timestamp| {
                by_order
                    .get(&row.id.to_string())
                    .is_some_and(|all| all.contains(at))
                    || by_purchase
                        .get(&row.purchase_id.to_string())
                        .is_some_and(|all| all.contains(at))
            };
            for event in &events {
                self.told.hold(told(&event.at), || {
                    format!(
                        "order {}: nobody wrote down who made it {}",
                        row.number, event.status
                    )
                });
            }
            if awaits_answer(row.status) {
                self.jobs.hold(due.contains(&row.id), || {
                    format!(
                        "order {}, {}: no job will end its waiting",
                        row.number, row.status
                    )
                });
                let late = row
                    .answer_by
                    .is_some_and(|by| by.plus_hours(LATE_HOURS) < self.now);
                self.late.hold(!late, || {
                    format!(
                        "order {}, {}: its time is over; is the market running?",
                        row.number, row.status
                    )
                });
            }
        }
        Ok(())
    }

    fn stage(&mut self, row: &orders::Model) {
        let sent = match row.status {
            OrderStatus::AwaitingApproval => Some(false),
            // Cancelled and expired orders were sent or not.
            OrderStatus::Cancelled | OrderStatus::Expired => None,
            _ => Some(true),
        };
        let right = awaits_answer(row.status) == row.answer_by.is_some()
            && sent.is_none_or(|sent| sent == row.sent_at.is_some())
            && (row.status == OrderStatus::Received) == row.received_at.is_some();
        self.stages.hold(right, || {
            format!(
                "order {}, {}: answer by {:?}, sent {:?}, received {:?}",
                row.number, row.status, row.answer_by, row.sent_at, row.received_at
            )
        });
    }

    fn event(&mut self, row: &orders::Model, events: &[order_events::Model]) {
        let last = events.last().map(|event| event.status);
        let begun = events.first().is_some_and(|event| awaits_answer(event.status));
        let steps = i64::try_from(events.len()).unwrap_or(i64::MAX);
        self.events
            .hold(begun && last == Some(row.status) && steps == row.version, || {
                format!(
                    "order {}, {}, version {}: {steps} events, the last {}",
                    row.number,
                    row.status,
                    row.version,
                    last.map_or("none", |status| status.as_str())
                )
            });
    }
}
