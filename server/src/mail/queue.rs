//! Mails that wait, and those that nobody could deliver.

use super::{Letter, entity};
use crate::{
    app::App,
    db::{Invariant, Tx},
    http::Result,
    jobs,
    vault::place,
};
use anyhow::Context;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};
use shared::JobId;
use uuid::Uuid;

/// Days that a mail which has ended is remembered.
const KEPT_DAYS: i64 = 30;

/// Where a mail stands.
pub(super) struct State;

impl State {
    pub(super) const QUEUED: &str = "queued";
    pub(super) const SENT: &str = "sent";
    /// The mail server refused it, or could not be reached for too long.
    pub(super) const DEAD: &str = "dead";
    /// There was no mail server.
    pub(super) const UNDELIVERED: &str = "undelivered";
}

/// The job that sends one mail.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct SendMail {
    pub(super) mail_id: Uuid,
}

pub(super) const SEND: &str = "send_mail";

pub(super) fn address_place(id: Uuid) -> String {
    place("mails", "address", id)
}

pub(super) fn letter_place(id: Uuid) -> String {
    place("mails", "letter", id)
}

/// Writes a mail; it leaves after the transaction, and only if that happens. `kind` names what it is about in figures
/// and logs: `password_reset`.
pub(crate) async fn queue(tx: &Tx, kind: &'static str, address: &str, letter: &Letter) -> Result<()> {
    let id = tx.new_id();
    let vault = &tx.app().settings.vault;
    let text = serde_json::to_vec(letter).context("a letter")?;
    let row = entity::ActiveModel {
        id: Set(id),
        kind: Set(kind.to_owned()),
        state: Set(State::QUEUED.to_owned()),
        address_sealed: Set(Some(vault.seal_text(&address_place(id), address)?)),
        letter_sealed: Set(Some(vault.seal(&letter_place(id), &text)?)),
        attempts: Set(0),
        last_error: Set(None),
        created_at: Set(tx.at()),
        claimed_until: Set(None),
        ended_at: Set(None),
    };
    entity::Entity::insert(row).exec_without_returning(&**tx).await?;
    tx.job(SEND, tx.at(), &SendMail { mail_id: id })
}

/// How many mails there are in each state, by kind.
pub(crate) async fn counts(db: &impl ConnectionTrait) -> Result<Vec<(String, String, i64)>> {
    let rows = entity::Entity::find()
        .select_only()
        .column(entity::Column::State)
        .column(entity::Column::Kind)
        .column_as(entity::Column::Id.count(), "count")
        .group_by(entity::Column::State)
        .group_by(entity::Column::Kind)
        .order_by_asc(entity::Column::State)
        .order_by_asc(entity::Column::Kind)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows)
}

/// Mails that an operator has to look at.
pub(crate) async fn check(db: &impl ConnectionTrait) -> Result<Vec<Invariant>> {
    let mut delivered = Invariant::new("a mail is delivered, or will be tried again");
    for (state, kind, count) in counts(db).await? {
        let count = u64::try_from(count).unwrap_or_default();
        delivered.looked += count;
        if state == State::DEAD {
            delivered.broken += count;
            delivered.findings.push(format!(
                "{count} mails ({kind}) could not be delivered: see `ocop-market mail status`, then `mail retry`"
            ));
        }
    }
    Ok(vec![delivered])
}

/// Tries again what could not be delivered. Returns how many.
pub(crate) async fn retry(app: &App) -> Result<u64> {
    let ended = [State::DEAD, State::UNDELIVERED];
    let rows = entity::Entity::find()
        .filter(entity::Column::State.is_in(ended))
        .filter(entity::Column::LetterSealed.is_not_null())
        .all(app.db.reader())
        .await?;
    for row in &rows {
        let change = entity::ActiveModel {
            id: Set(row.id),
            state: Set(State::QUEUED.to_owned()),
            attempts: Set(0),
            ended_at: Set(None),
            ..Default::default()
        };
        entity::Entity::update(change)
            .exec_without_returning(app.db.writer())
            .await?;
        let job = SendMail { mail_id: row.id };
        jobs::enqueue(app.db.writer(), JobId(app.new_id()), SEND, app.now(), &job).await?;
    }
    Ok(u64::try_from(rows.len()).unwrap_or_default())
}

/// Forgets the texts of old mails that nobody will send any more, and that mails were sent.
pub(crate) async fn forget_old(app: &App) -> Result<()> {
    entity::Entity::delete_many()
        .filter(entity::Column::EndedAt.lt(app.now().plus_days(-KEPT_DAYS)))
        .exec(app.db.writer())
        .await?;
    Ok(())
}
