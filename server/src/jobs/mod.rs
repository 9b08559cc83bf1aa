//! Background work: written in the transaction that asks for it, done at least once, at or after its time.

pub(crate) mod entity;
mod progress;

use crate::{
    app::App,
    db::{Author, Invariant, Tx},
    http::{Error, Result},
};
use anyhow::Context;
use futures_util::FutureExt;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, Insert, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use shared::{JobId, Timestamp};
use std::{collections::HashMap, future::Future, panic::AssertUnwindSafe, pin::Pin, sync::Arc};

type Done = Pin<Box<dyn Future<Output = Result<()>> + Send>>;
type Work = Arc<dyn Fn(App, JobId, String) -> Done + Send + Sync>;

/// Jobs are retried this often, each time later, before they are left for a person.
pub(crate) const MAX_ATTEMPTS: i32 = 12;

/// Knows how to do each kind of work.
#[derive(Default)]
pub struct Runner {
    /// How far it is with work that takes long.
    pub progress: progress::Progress,
    kinds: HashMap<&'static str, Work>,
    /// Kinds that wait for other machines.
    slow: Vec<&'static str>,
}

/// Work that waits for other machines is done beside the rest, which must not wait for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Quick,
    Slow,
}

impl std::fmt::Debug for Runner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runner")
            .field("kinds", &self.kinds.keys())
            .finish_non_exhaustive()
    }
}

/// Writes a piece of work down, beside any transaction.
pub async fn enqueue(
    db: &impl ConnectionTrait,
    id: JobId,
    kind: &'static str,
    run_at: Timestamp,
    payload: &impl serde::Serialize,
) -> Result<()> {
    insert(id, kind, run_at, payload)?
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// The write of a piece of work; it happens only if its transaction does.
pub(crate) fn insert(
    id: JobId,
    kind: &'static str,
    run_at: Timestamp,
    payload: &impl serde::Serialize,
) -> Result<Insert<entity::ActiveModel>> {
    let row = entity::ActiveModel {
        id: Set(id),
        kind: Set(kind.to_owned()),
        payload: Set(serde_json::to_string(payload).context("job payload")?),
        run_at: Set(run_at),
        attempts: Set(0),
        last_error: Set(None),
        done_at: Set(None),
    };
    Ok(entity::Entity::insert(row))
}

/// Of these pieces of work, those that are still to be done.
pub(crate) async fn waiting<P: serde::Serialize + serde::de::DeserializeOwned>(
    db: &impl ConnectionTrait,
    kind: &'static str,
    payloads: impl Iterator<Item = P>,
) -> Result<Vec<P>> {
    let texts = payloads.map(|payload| serde_json::to_string(&payload));
    let texts: Vec<String> = texts
        .collect::<std::result::Result<_, _>>()
        .context("job payload")?;
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<String> = entity::Entity::find()
        .select_only()
        .column(entity::Column::Payload)
        .filter(entity::Column::DoneAt.is_null())
        .filter(entity::Column::Kind.eq(kind))
        .filter(entity::Column::Payload.is_in(texts))
        .into_tuple()
        .all(db)
        .await?;
    let payloads = rows.iter().map(|text| serde_json::from_str(text));
    Ok(payloads
        .collect::<std::result::Result<_, _>>()
        .context("job payload")?)
}

/// Work that was given up: somebody has to look at it.
pub(crate) async fn check(db: &impl ConnectionTrait) -> Result<Vec<Invariant>> {
    let mut done = Invariant::new("background work is done, or will be tried again");
    done.looked = entity::Entity::find().count(db).await?;
    let given_up = entity::Entity::find()
        .filter(entity::Column::DoneAt.is_not_null())
        .filter(entity::Column::Attempts.gte(MAX_ATTEMPTS));
    done.broken = given_up.clone().count(db).await?;
    let first = given_up
        .order_by_desc(entity::Column::Id)
        .limit(50)
        .all(db)
        .await?;
    done.findings = first
        .into_iter()
        .map(|job| {
            format!(
                "job {} ({}) was given up after {} attempts: {}",
                job.id,
                job.kind,
                job.attempts,
                job.last_error.unwrap_or_default()
            )
        })
        .collect();
    Ok(vec![done])
}

/// Begins the transaction in which a piece of work happens, and marks it done there: whenever a server dies, and however
/// many read the same job at once, what is written in it is written once. None where somebody else has done the work.
pub(crate) async fn begin(app: &App, id: JobId, author: Author) -> Result<Option<Tx>> {
    let tx = Tx::begin(app, author, None).await?;
    let done = entity::ActiveModel {
        done_at: Set(Some(tx.at())),
        ..Default::default()
    };
    let marked = entity::Entity::update_many()
        .set(done)
        .filter(entity::Column::Id.eq(id))
        .filter(entity::Column::DoneAt.is_null())
        .exec(&*tx)
        .await?;
    Ok((marked.rows_affected > 0).then_some(tx))
}

/// What a piece of work said when it broke off.
fn told(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("?")
}

impl Runner {
    /// Registers how to do one kind of work. The work must be safe to repeat.
    pub fn register<P, F, Fut>(&mut self, kind: &'static str, work: F)
    where
        P: serde::de::DeserializeOwned + Send + 'static,
        F: Fn(App, P) -> Fut + Send + Sync + Clone + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        self.register_once(kind, move |app, _, payload| work(app, payload));
    }

    /// Registers work that must not happen twice, as telling somebody: it happens in the transaction that [`begin`] gives.
    pub fn register_once<P, F, Fut>(&mut self, kind: &'static str, work: F)
    where
        P: serde::de::DeserializeOwned + Send + 'static,
        F: Fn(App, JobId, P) -> Fut + Send + Sync + Clone + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        let work: Work = Arc::new(move |app, id, payload| {
            let work = work.clone();
            Box::pin(async move {
                let payload: P = serde_json::from_str(&payload).context("job payload")?;
                work(app, id, payload).await
            })
        });
        self.kinds.insert(kind, work);
    }

    /// Registers work that waits for other machines, as [`Runner::register`].
    pub fn register_slow<P, F, Fut>(&mut self, kind: &'static str, work: F)
    where
        P: serde::de::DeserializeOwned + Send + 'static,
        F: Fn(App, P) -> Fut + Send + Sync + Clone + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        self.slow.push(kind);
        self.register(kind, work);
    }

    /// Does what is due, until nothing is. Returns how many pieces were done.
    pub async fn run_due(&self, app: &App) -> Result<u32> {
        let mut done = 0;
        loop {
            // Quick work may leave slow work, and the other way round.
            let some = self.run_lane(app, Lane::Quick).await? + self.run_lane(app, Lane::Slow).await?;
            if some == 0 {
                return Ok(done);
            }
            done += some;
        }
    }

    /// Does what is due of one lane.
    pub async fn run_lane(&self, app: &App, lane: Lane) -> Result<u32> {
        let mut done = 0;
        let slow = self.slow.iter().copied();
        let of_lane = match lane {
            Lane::Quick => entity::Column::Kind.is_not_in(slow),
            Lane::Slow => entity::Column::Kind.is_in(slow),
        };
        loop {
            let due = entity::Entity::find()
                .filter(entity::Column::DoneAt.is_null())
                .filter(entity::Column::RunAt.lte(app.now()))
                .filter(of_lane.clone())
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
            // Work that breaks off must not take the rest with it.
            Some(work) => AssertUnwindSafe(work(app.clone(), job.id, job.payload.clone()))
                .catch_unwind()
                .await
                .unwrap_or_else(|panic| {
                    Err(Error::Internal(anyhow::anyhow!(
                        "it broke off: {}",
                        told(&*panic)
                    )))
                }),
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
}
