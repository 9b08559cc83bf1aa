//! Background work: written in the transaction that asks for it, done at least once, at or after its time.

mod entity;
mod progress;

use crate::{
    app::App,
    http::{Error, Result},
};
use anyhow::Context;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use shared::{JobId, Timestamp};
use std::{collections::HashMap, future::Future, pin::Pin, sync::Arc, time::Duration};

type Done = Pin<Box<dyn Future<Output = Result<()>> + Send>>;
type Work = Arc<dyn Fn(App, String) -> Done + Send + Sync>;

/// Jobs are retried this often, each time later, before they are left for a person.
const MAX_ATTEMPTS: i32 = 12;

/// Knows how to do each kind of work.
#[derive(Default)]
pub struct Runner {
    /// How far it is with work that takes long.
    pub progress: progress::Progress,
    kinds: HashMap<&'static str, Work>,
}

impl std::fmt::Debug for Runner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runner")
            .field("kinds", &self.kinds.keys())
            .finish_non_exhaustive()
    }
}

/// Writes a piece of work down; it happens only if the transaction does.
pub async fn enqueue(
    db: &impl ConnectionTrait,
    id: JobId,
    kind: &'static str,
    run_at: Timestamp,
    payload: &impl serde::Serialize,
) -> Result<()> {
    let row = entity::ActiveModel {
        id: Set(id),
        kind: Set(kind.to_owned()),
        payload: Set(serde_json::to_string(payload).context("job payload")?),
        run_at: Set(run_at),
        attempts: Set(0),
        last_error: Set(None),
        done_at: Set(None),
    };
    entity::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

impl Runner {
    /// Registers how to do one kind of work. The work must be safe to repeat.
    pub fn register<P, F, Fut>(&mut self, kind: &'static str, work: F)
    where
        P: serde::de::DeserializeOwned + Send + 'static,
        F: Fn(App, P) -> Fut + Send + Sync + Clone + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        let work: Work = Arc::new(move |app, payload| {
            let work = work.clone();
            Box::pin(async move {
                let payload: P = serde_json::from_str(&payload).context("job payload")?;
                work(app, payload).await
            })
        });
        self.kinds.insert(kind, work);
    }

    /// Does what is due, until nothing is. Returns how many pieces were done.
    pub async fn run_due(&self, app: &App) -> Result<u32> {
        let mut done = 0;
        loop {
            let due = entity::Entity::find()
                .filter(entity::Column::DoneAt.is_null())
                .filter(entity::Column::RunAt.lte(app.now()))
                .order_by_asc(entity::Column::RunAt)
                .limit(50)
                .all(app.db.reader())
                .await?;
            if due.is_empty() {
                return Ok(done);
            }
            for job in due {
                self.run_one(app, job).await?;
                done += 1;
            }
        }
    }

    async fn run_one(&self, app: &App, job: entity::Model) -> Result<()> {
        let outcome = match self.kinds.get(job.kind.as_str()) {
            Some(work) => work(app.clone(), job.payload.clone()).await,
            None => Err(Error::Internal(anyhow::anyhow!(
                "nobody does jobs of kind {}",
                job.kind
            ))),
        };
        let result = if outcome.is_ok() { "done" } else { "failed" };
        metrics::counter!("ocop_jobs_total", "kind" => job.kind.clone(), "outcome" => result).increment(1);
        let now = app.now();
        let mut row = entity::ActiveModel {
            id: Set(job.id),
            ..Default::default()
        };
        match outcome {
            Ok(()) => row.done_at = Set(Some(now)),
            Err(error) => {
                tracing::error!(kind = job.kind, attempts = job.attempts + 1, error = ?error, "a job failed");
                row.attempts = Set(job.attempts + 1);
                row.last_error = Set(Some(format!("{error:?}").chars().take(500).collect()));
                if job.attempts + 1 >= MAX_ATTEMPTS {
                    row.done_at = Set(Some(now));
                } else {
                    row.run_at = Set(now.plus_seconds(30 << job.attempts.clamp(0, 10)));
                }
            }
        }
        entity::Entity::update(row)
            .exec_without_returning(app.db.writer())
            .await?;
        Ok(())
    }

    /// Works until the server stops.
    pub async fn run_forever(&self, app: &App, period: Duration) {
        let mut cleared = None;
        loop {
            if let Err(error) = self.run_due(app).await {
                tracing::error!(?error, "jobs could not be run");
            }
            // Once a business day: what has outlived its use.
            let today = app.clock.today();
            if cleared != Some(today) {
                match crate::db::forget_old_keys(app).await {
                    Ok(()) => cleared = Some(today),
                    Err(error) => tracing::error!(%error, "old idempotency keys could not be forgotten"),
                }
            }
            tokio::time::sleep(period).await;
        }
    }
}
