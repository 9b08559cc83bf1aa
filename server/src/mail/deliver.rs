//! Hands mails to the mail server.

use super::{
    Letter, entity,
    post::Sender,
    queue::{SEND, SendMail, State, address_place, letter_place},
};
use crate::{
    app::App,
    http::{Error, Result},
    jobs::{MAX_ATTEMPTS, Runner},
};
use anyhow::{Context, anyhow};
use lettre::{
    AsyncTransport, Message,
    message::{
        MultiPart,
        header::{HeaderName, HeaderValue},
    },
    transport::smtp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};
use std::time::{Duration, SystemTime};
use uuid::Uuid;

/// How long one server keeps a mail to itself while it sends.
const CLAIM_SECONDS: i64 = 120;

/// What became of a mail.
enum Outcome {
    Sent,
    /// Worth another try.
    Failed(String),
    /// Not worth another try.
    Refused(String),
}

/// Registers the work.
pub(crate) fn jobs(runner: &mut Runner) {
    runner.register_slow::<SendMail, _, _>(SEND, |app, job| async move { deliver(&app, job.mail_id).await });
}

async fn deliver(app: &App, id: Uuid) -> Result<()> {
    let row = entity::Entity::find_by_id(id).one(app.db.reader()).await?;
    let Some(row) = row.filter(|row| row.state == State::QUEUED) else {
        return Ok(());
    };
    let Some(sender) = &app.settings.post.sender else {
        // On a demonstration that is how it is meant.
        if app.settings.demo {
            tracing::debug!(kind = row.kind, "a mail of the demonstration was not delivered");
        } else {
            tracing::warn!(kind = row.kind, "a mail was not delivered: no SMTP server is set");
        }
        return end(app, &row, State::UNDELIVERED, None).await;
    };
    if !claim(app, id).await? {
        return Err(Error::Internal(anyhow!("another server is sending this mail")));
    }
    match send(app, sender, &row).await? {
        Outcome::Sent => end(app, &row, State::SENT, None).await,
        Outcome::Refused(why) => end(app, &row, State::DEAD, Some(why)).await,
        Outcome::Failed(why) if row.attempts + 1 >= MAX_ATTEMPTS => {
            end(app, &row, State::DEAD, Some(why)).await
        }
        Outcome::Failed(why) => {
            metrics::counter!("ocop_mails_total", "kind" => row.kind.clone(), "outcome" => "failed")
                .increment(1);
            let change = entity::ActiveModel {
                id: Set(id),
                attempts: Set(row.attempts + 1),
                last_error: Set(Some(why.clone())),
                claimed_until: Set(None),
                ..Default::default()
            };
            entity::Entity::update(change)
                .exec_without_returning(app.db.writer())
                .await?;
            // The runner tries again, each time later.
            Err(Error::Internal(anyhow!("{why}")))
        }
    }
}

/// Takes the mail for this server alone. Two that read the same job must not both send it.
async fn claim(app: &App, id: Uuid) -> Result<bool> {
    let (now, until) = (app.now(), app.now().plus_seconds(CLAIM_SECONDS));
    let free = Condition::any()
        .add(entity::Column::ClaimedUntil.is_null())
        .add(entity::Column::ClaimedUntil.lt(now));
    let claimed = entity::Entity::update_many()
        .set(entity::ActiveModel {
            claimed_until: Set(Some(until)),
            ..Default::default()
        })
        .filter(entity::Column::Id.eq(id))
        .filter(entity::Column::State.eq(State::QUEUED))
        .filter(free)
        .exec(app.db.writer())
        .await?;
    Ok(claimed.rows_affected > 0)
}

async fn send(app: &App, sender: &Sender, row: &entity::Model) -> Result<Outcome> {
    let vault = &app.settings.vault;
    let (Some(address), Some(letter)) = (&row.address_sealed, &row.letter_sealed) else {
        return Ok(Outcome::Refused("its text is gone".to_owned()));
    };
    let address = vault.open_text(&address_place(row.id), address)?;
    let letter = vault.open(&letter_place(row.id), letter)?;
    let letter: Letter = serde_json::from_slice(&letter).context("a letter")?;
    let Ok(to) = address.parse() else {
        return Ok(Outcome::Refused("this is no mail address".to_owned()));
    };
    let site = &app.settings.post.site;
    let seconds = u64::try_from(row.created_at.0 / 1000).unwrap_or_default();
    let message = Message::builder()
        .from(sender.from.clone())
        .to(to)
        .subject(&letter.subject)
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
        // The same at every try, so that a mail which arrives twice is seen once.
        .message_id(Some(format!("<{}@{}>", row.id, sender.from.email.domain())))
        // Nobody's holiday notice should come back.
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ))
        .multipart(MultiPart::alternative_plain_html(
            letter.plain(site),
            letter.html(site),
        ))
        .context("a mail")?;
    Ok(match sender.transport.send(message).await {
        Ok(_) => Outcome::Sent,
        Err(error) if error.is_permanent() => Outcome::Refused(why(&error)),
        Err(error) => Outcome::Failed(why(&error)),
    })
}

/// What went wrong. What the server wrote is left out: it repeats addresses.
fn why(error: &smtp::Error) -> String {
    if let Some(code) = error.status() {
        format!("the mail server answered {code}")
    } else if error.is_timeout() {
        "the mail server took too long".to_owned()
    } else if error.is_tls() {
        "no secure connection to the mail server".to_owned()
    } else {
        "the mail server cannot be reached".to_owned()
    }
}

async fn end(app: &App, row: &entity::Model, state: &'static str, why: Option<String>) -> Result<()> {
    metrics::counter!("ocop_mails_total", "kind" => row.kind.clone(), "outcome" => state).increment(1);
    if let Some(why) = &why {
        tracing::error!(kind = row.kind, why, "a mail is given up");
    }
    let mut change = entity::ActiveModel {
        id: Set(row.id),
        state: Set(state.to_owned()),
        last_error: Set(why),
        claimed_until: Set(None),
        ended_at: Set(Some(app.now())),
        ..Default::default()
    };
    if state == State::SENT {
        change.address_sealed = Set(None);
        change.letter_sealed = Set(None);
    }
    entity::Entity::update(change)
        .exec_without_returning(app.db.writer())
        .await?;
    Ok(())
}
