//! Several servers on one PostgreSQL: each notes what it changed in the transaction that changes it, and reads what
//! the others noted.

use super::entity::changes::{ActiveModel, Column, Entity, Model};
use crate::{
    app::{App, WeakApp},
    http::Result,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, InsertMany, QueryFilter};
use shared::{ProductId, Timestamp};
use std::{
    collections::{BTreeSet, HashSet},
    time::Duration,
};
use uuid::Uuid;

/// How often the notes are read.
const PERIOD: Duration = Duration::from_millis(500);
/// Notes are read again for this long, in milliseconds: a transaction may commit later than its notes say.
const OVERLAP: i64 = 10_000;
/// After this long notes are removed, in milliseconds.
const KEPT: i64 = 3_600_000;

/// What tells other replicas which products changed; none means something public that is no product.
pub(crate) fn note_changes(app: &App, products: &[ProductId], at: Timestamp) -> Vec<InsertMany<ActiveModel>> {
    let nothing = [ProductId(Uuid::nil())];
    let products = if products.is_empty() {
        &nothing[..]
    } else {
        products
    };
    let inserts = products.chunks(AT_ONCE).map(|some| {
        Entity::insert_many(some.iter().map(|product| {
            let id = app.new_id();
            app.index.noted(id, at);
            ActiveModel {
                id: Set(id),
                product_id: Set(*product),
                at: Set(at),
            }
        }))
    });
    inserts.collect()
}

/// Notes in one statement.
const AT_ONCE: usize = 1_000;

/// What has been read.
#[derive(Debug)]
pub(super) struct Reading {
    since: Timestamp,
    seen: HashSet<Uuid>,
    pruned: Timestamp,
}

impl Reading {
    /// From now on: what was noted before is read with the whole catalogue, but for what commits late.
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            since: Timestamp(now.0 - OVERLAP),
            seen: HashSet::new(),
            pruned: now,
        }
    }

    /// Takes notes that were read and tells which products they name. Those read before are left out, and this
    /// server's own: it read those products after its commit.
    fn take(&mut self, notes: &[Model], own: &BTreeSet<Uuid>) -> (BTreeSet<ProductId>, bool) {
        let fresh: Vec<&Model> = notes
            .iter()
            .filter(|note| !self.seen.contains(&note.id) && !own.contains(&note.id))
            .collect();
        let newest = notes.iter().map(|note| note.at.0 - OVERLAP).max();
        self.since = Timestamp(newest.unwrap_or(self.since.0).max(self.since.0));
        self.seen = notes
            .iter()
            .filter(|note| note.at >= self.since)
            .map(|note| note.id)
            .collect();
        let products = fresh
            .iter()
            .map(|note| note.product_id)
            .filter(|id| !id.0.is_nil());
        (products.collect(), !fresh.is_empty())
    }

    async fn poll(&mut self, app: &App) -> Result<()> {
        let notes = Entity::find()
            .filter(Column::At.gte(self.since))
            .all(app.db.reader())
            .await?;
        let own = app.index.own_notes(Timestamp(self.since.0 - OVERLAP));
        let (products, any) = self.take(&notes, &own);
        if !products.is_empty() {
            app.index.refresh(app, products, BTreeSet::new()).await;
        }
        if any {
            app.ready.drop_all();
        }
        let now = app.now();
        if now.0 - self.pruned.0 > KEPT / 10 {
            Entity::delete_many()
                .filter(Column::At.lt(Timestamp(now.0 - KEPT)))
                .exec(app.db.writer())
                .await?;
            self.pruned = now;
        }
        Ok(())
    }
}

/// Follows the other replicas for as long as the market runs.
pub(super) async fn follow(app: WeakApp, mut reading: Reading) {
    loop {
        tokio::time::sleep(PERIOD).await;
        let Some(app) = app.upgrade() else { return };
        if let Err(error) = reading.poll(&app).await {
            tracing::error!(?error, "the other replicas' changes could not be read");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Model, OVERLAP, Reading};
    use shared::{ProductId, Timestamp};
    use std::collections::BTreeSet;
    use uuid::Uuid;

    fn note(id: u128, product: u128, at: i64) -> Model {
        Model {
            id: Uuid::from_u128(id),
            product_id: ProductId(Uuid::from_u128(product)),
            at: Timestamp(at),
        }
    }

    #[test]
    fn each_note_is_taken_once_even_when_it_commits_late() {
        let mut reading = Reading::new(Timestamp(100_000));
        let first = note(1, 7, 100_100);
        let (products, any) = reading.take(std::slice::from_ref(&first), &BTreeSet::new());
        assert!(any && products.len() == 1);
        // It is read again, and a second that began earlier but committed later.
        let late = note(2, 8, 99_000);
        let (products, _) = reading.take(&[first.clone(), late.clone()], &BTreeSet::new());
        assert_eq!(products.into_iter().collect::<Vec<_>>(), [late.product_id]);
        let (products, any) = reading.take(&[first, late], &BTreeSet::new());
        assert!(products.is_empty() && !any);
    }

    #[test]
    fn a_note_of_no_product_still_drops_kept_answers() {
        let mut reading = Reading::new(Timestamp(100_000));
        let (products, any) = reading.take(&[note(1, 0, 100_000 + OVERLAP)], &BTreeSet::new());
        assert!(products.is_empty() && any);
    }

    #[test]
    fn what_this_server_noted_itself_is_left_out() {
        let mut reading = Reading::new(Timestamp(100_000));
        let (mine, theirs) = (note(1, 7, 100_100), note(2, 8, 100_100));
        let own = BTreeSet::from([mine.id]);
        let (products, any) = reading.take(&[mine.clone(), theirs.clone()], &own);
        assert!(any && products == BTreeSet::from([theirs.product_id]));
        let (products, any) = reading.take(&[mine, theirs], &own);
        assert!(products.is_empty() && !any);
    }
}
