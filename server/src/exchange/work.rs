//! The background work of an import: judging its rows, and writing them.
//!
//! Both are safe to repeat, because a step only moves an import that still waits for it, and what it writes is in the
//! same transaction as that move. A server that stops in between has written nothing; the next one begins again.

use super::{
    entity::imports::{ActiveModel, Column, Entity, Model},
    judge::{Counts, Outcome, errors, judge},
    stored::{RowError, StoredRow, pack, unpack},
    write::refusal,
};
use crate::{
    app::App,
    auth::{self, Member},
    db::{Author, Tx},
    http::{Error, Result},
    identity,
};
use anyhow::anyhow;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use shared::{
    ImportId, OrganisationId,
    exchange::ImportStatus,
    identity::{OrganisationKind, OrganisationStatus, Role},
};

pub(super) const CHECK: &str = "check_import";
pub(super) const APPLY: &str = "apply_import";

/// How often a step may break off before the import is given up.
const MAX_ATTEMPTS: i16 = 3;
/// Rows between two looks at the progress.
const STRIDE: i64 = 50;

/// Which import.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Job {
    pub(super) import_id: ImportId,
}

/// An import that waits for a step, with who sent it and what it brings.
struct Waiting {
    row: Model,
    member: Member,
    cells: Vec<StoredRow>,
}

/// Judges the rows of a new import. One that is no dry run goes on to be applied where no row is refused.
pub(super) async fn check(app: App, job: Job) -> Result<()> {
    step(&app, job, ImportStatus::Checking).await
}

/// Writes the rows of an import: all of them, or none where one is refused.
pub(super) async fn apply(app: App, job: Job) -> Result<()> {
    step(&app, job, ImportStatus::Applying).await
}

async fn step(app: &App, job: Job, status: ImportStatus) -> Result<()> {
    let Some(waiting) = waiting(app, job, status).await? else {
        return Ok(());
    };
    let result = if status == ImportStatus::Applying {
        write_all(app, &waiting).await
    } else {
        judge_all(app, &waiting).await
    };
    app.jobs.progress.forget(job.import_id.0);
    let Err(error) = result else { return Ok(()) };
    if waiting.row.attempts + 1 >= MAX_ATTEMPTS {
        tracing::error!(import = %job.import_id, ?error, "an import was given up");
        return give_up(app, &waiting.row).await;
    }
    let change = ActiveModel {
        attempts: Set(waiting.row.attempts + 1),
        ..Default::default()
    };
    Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(job.import_id))
        .exec(app.db.writer())
        .await?;
    Err(error)
}

async fn judge_all(app: &App, Waiting { row, member, cells }: &Waiting) -> Result<()> {
    let outcomes = judge(app.db.reader(), member, app.clock.today(), row.kind, cells).await?;
    let tx = begin(app, row, CHECK).await?;
    let go_on = !row.dry_run && Counts::of(&outcomes).refused == 0;
    judged(tx, row, &outcomes, go_on).await
}

async fn write_all(app: &App, waiting: &Waiting) -> Result<()> {
    let Waiting { row, member, cells } = waiting;
    let today = app.clock.today();
    // What was judged may have changed since.
    let mut outcomes = judge(app.db.reader(), member, today, row.kind, cells).await?;
    if Counts::of(&outcomes).refused > 0 {
        let tx = begin(app, row, APPLY).await?;
        return judged(tx, row, &outcomes, false).await;
    }
    let mut tx = begin(app, row, APPLY).await?;
    for ((done, outcome), cells) in (0_i64..).zip(&mut outcomes).zip(cells) {
        if done % STRIDE == 0 {
            app.jobs.progress.tell(row.id.0, done);
        }
        let (Outcome::Create(write) | Outcome::Change(write)) = outcome else {
            continue;
        };
        let Err(error) = write.write(&mut tx, member, today).await else {
            continue;
        };
        let refused = refusal(error)?.into_iter().map(|(field, code, limit)| RowError {
            line: cells.line,
            field,
            value: String::new(),
            code,
            limit,
        });
        *outcome = Outcome::Refused(refused.collect());
        // Nothing of what was written stays.
        drop(tx);
        let tx = begin(app, row, APPLY).await?;
        return judged(tx, row, &outcomes, false).await;
    }
    // The same judge says what is there now: every row must be found as it stands in the file.
    let after = Counts::of(&judge(&*tx, member, today, row.kind, cells).await?);
    if after.unchanged != row.announced {
        return Err(Error::Internal(anyhow!(
            "import {} does not reconcile: {} announced, {} present",
            row.id,
            row.announced,
            after.unchanged
        )));
    }
    let counts = Counts::of(&outcomes);
    let change = ActiveModel {
        status: Set(ImportStatus::Applied),
        created: Set(counts.created),
        changed: Set(counts.changed),
        unchanged: Set(counts.unchanged),
        refused: Set(0),
        present: Set(Some(after.unchanged)),
        cells: Set(None),
        errors: Set(None),
        error_count: Set(0),
        finished_at: Set(Some(tx.at())),
        ..Default::default()
    };
    move_on(tx, row, change).await
}

/// Keeps what the judge said.
async fn judged(tx: Tx, row: &Model, outcomes: &[Outcome], go_on: bool) -> Result<()> {
    let counts = Counts::of(outcomes);
    let errors = errors(outcomes);
    let change = ActiveModel {
        status: Set(if go_on {
            ImportStatus::Applying
        } else {
            ImportStatus::Checked
        }),
        created: Set(counts.created),
        changed: Set(counts.changed),
        unchanged: Set(counts.unchanged),
        refused: Set(counts.refused),
        errors: Set((!errors.is_empty()).then(|| pack(&errors)).transpose()?),
        error_count: Set(i64::try_from(errors.len()).unwrap_or(i64::MAX)),
        attempts: Set(0),
        finished_at: Set((!go_on).then_some(tx.at())),
        ..Default::default()
    };
    if go_on {
        tx.job(APPLY, tx.at(), &Job { import_id: row.id })?;
    }
    move_on(tx, row, change).await
}

/// Takes the import's next step, unless somebody else has: then nothing of this transaction stays.
async fn move_on(tx: Tx, row: &Model, change: ActiveModel) -> Result<()> {
    let moved = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(row.id))
        .filter(Column::Status.eq(row.status))
        .exec(&*tx)
        .await?;
    if moved.rows_affected == 0 {
        return Ok(());
    }
    tx.commit("import", row.id).await
}

async fn waiting(app: &App, job: Job, status: ImportStatus) -> Result<Option<Waiting>> {
    let Some(row) = Entity::find_by_id(job.import_id).one(app.db.reader()).await? else {
        return Ok(None);
    };
    if row.status != status {
        return Ok(None);
    }
    // Who has left the organisation meanwhile may not write for it, nor who is suspended or closed with it.
    let member = auth::member(app.db.reader(), row.user_id, row.organisation_id).await?;
    let stopped = [OrganisationStatus::Suspended, OrganisationStatus::Closed];
    let member = member.filter(|member| !stopped.contains(&member.status));
    let member = match (member, row.producer_id) {
        (Some(member), Some(producer)) => acting_for(app.db.reader(), &member, producer).await?,
        (member, _) => member,
    };
    let (Some(member), Some(cells)) = (member, &row.cells) else {
        give_up(app, &row).await?;
        return Ok(None);
    };
    let cells = unpack(cells)?;
    Ok(Some(Waiting { row, member, cells }))
}

/// The sender as somebody who may write a producer's goods; none where that is no verified producer. The audit trail goes
/// on naming the sender's own organisation.
pub(super) async fn acting_for(
    db: &impl ConnectionTrait,
    sender: &Member,
    producer: OrganisationId,
) -> Result<Option<Member>> {
    // Profiles are those of producers alone.
    let profile = identity::profiles(db, vec![producer]).await?.remove(&producer);
    let verified = profile.filter(|profile| profile.status == OrganisationStatus::Verified);
    Ok(verified.map(|_| Member {
        organisation_id: producer,
        kind: OrganisationKind::Producer,
        status: OrganisationStatus::Verified,
        role: Role::Manager,
        ..sender.clone()
    }))
}

async fn give_up(app: &App, row: &Model) -> Result<()> {
    let tx = begin(app, row, "fail_import").await?;
    let change = ActiveModel {
        status: Set(ImportStatus::Failed),
        cells: Set(None),
        finished_at: Set(Some(tx.at())),
        ..Default::default()
    };
    move_on(tx, row, change).await
}

async fn begin(app: &App, row: &Model, operation: &'static str) -> Result<Tx> {
    let author = Author {
        operation,
        user_id: Some(row.user_id),
        organisation_id: Some(row.organisation_id),
        address: None,
        request_id: None,
    };
    let mut tx = Tx::begin(app, author, None).await?;
    tx.private();
    if let Some(producer) = row.producer_id {
        tx.note(operation, "organisation", producer);
    }
    Ok(tx)
}
