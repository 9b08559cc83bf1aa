//! Idempotency keys: the row is written in the transaction of its effect, so that both are there or neither is.

use crate::{
    http::{Error, Result},
    vault::{Vault, place},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
    UpdateMany, entity::prelude::*, sea_query::OnConflict,
};
use shared::{Code, Timestamp};

/// Days that a key is kept.
pub(super) const KEPT_DAYS: i64 = 30;

pub(crate) mod entity {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "idempotency_keys")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub actor: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub request_hash: String,
        pub status: i16,
        /// Answers may name people. None until there is one.
        pub body_sealed: Option<Vec<u8>>,
        pub resource_version: Option<i64>,
        pub created_at: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A key that a caller sent, with what it was sent for.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The caller's organisation, or `public`.
    pub actor: String,
    pub key: String,
    /// Over method, target and body.
    pub request_hash: String,
}

/// An answer that was given before.
#[derive(Clone, Debug)]
pub struct Stored {
    pub status: u16,
    pub body: Vec<u8>,
    pub version: Option<i64>,
}

/// Takes the key, or tells what was answered under it before.
pub(super) async fn take(
    db: &impl ConnectionTrait,
    vault: &Vault,
    claim: &Claim,
    at: Timestamp,
) -> Result<()> {
    let row = entity::ActiveModel {
        actor: Set(claim.actor.clone()),
        key: Set(claim.key.clone()),
        request_hash: Set(claim.request_hash.clone()),
        status: Set(0),
        body_sealed: Set(None),
        resource_version: Set(None),
        created_at: Set(at.0),
    };
    // Where another transaction holds the key, PostgreSQL waits here for its end.
    let inserted = entity::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([entity::Column::Actor, entity::Column::Key])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(db)
        .await;
    let inserted = match inserted {
        Ok(rows) => rows,
        Err(DbErr::RecordNotInserted) => 0,
        Err(error) if super::constraint::waited_too_long(&error) => {
            return Err(Error::refuse(Code::IdempotencyInFlight).retry_after(1));
        }
        Err(error) => return Err(error.into()),
    };
    if inserted > 0 {
        return Ok(());
    }
    let before = entity::Entity::find_by_id((claim.actor.clone(), claim.key.clone()))
        .one(db)
        .await?;
    match before {
        Some(before) if before.request_hash != claim.request_hash => {
            Err(Error::refuse(Code::IdempotencyKeyReused))
        }
        Some(entity::Model {
            status: 1..,
            body_sealed: None,
            ..
        }) => Err(Error::refuse(Code::IdempotencyKeyReused).told(
            "Việc này đã làm rồi, nhưng câu trả lời không còn được giữ.",
            "This was done before, but its answer is not kept any more.",
        )),
        Some(entity::Model {
            status: status @ 1..,
            body_sealed: Some(sealed),
            resource_version,
            ..
        }) => Err(Error::Replay(Stored {
            status: u16::try_from(status).unwrap_or(500),
            body: vault.open(&body_place(claim), &sealed)?,
            version: resource_version,
        })),
        _ => Err(Error::refuse(Code::IdempotencyInFlight).retry_after(1)),
    }
}

fn body_place(claim: &Claim) -> String {
    place(
        "idempotency_keys",
        "body",
        format_args!("{}/{}", claim.actor, claim.key),
    )
}

/// The write that keeps the answer under its key, sealed: it may hold names, addresses, tokens.
pub(super) fn keep(vault: &Vault, claim: &Claim, answer: &Stored) -> Result<UpdateMany<entity::Entity>> {
    Ok(entity::Entity::update_many()
        .set(entity::ActiveModel {
            status: Set(i16::try_from(answer.status).unwrap_or(500)),
            body_sealed: Set(Some(vault.seal(&body_place(claim), &answer.body)?)),
            resource_version: Set(answer.version),
            ..Default::default()
        })
        .filter(entity::Column::Actor.eq(claim.actor.as_str()))
        .filter(entity::Column::Key.eq(claim.key.as_str())))
}

/// Forgets keys that are older than [`KEPT_DAYS`].
pub(crate) async fn forget_old_keys(app: &crate::app::App) -> Result<(), DbErr> {
    entity::Entity::delete_many()
        .filter(entity::Column::CreatedAt.lt(app.now().plus_days(-KEPT_DAYS).0))
        .exec(app.db.writer())
        .await?;
    Ok(())
}

/// Every key that is kept has its answer: key, effect and answer were written in one transaction.
pub(crate) async fn check(db: &impl ConnectionTrait) -> Result<Vec<super::Invariant>> {
    let mut answered = super::Invariant::new("a key of a request is kept with the answer to it");
    answered.looked = entity::Entity::find().count(db).await?;
    let unanswered = entity::Entity::find().filter(entity::Column::Status.not_between(200, 299));
    answered.broken = unanswered.clone().count(db).await?;
    let first: Vec<(String, String)> = unanswered
        .select_only()
        .columns([entity::Column::Actor, entity::Column::Key])
        .limit(50)
        .into_tuple()
        .all(db)
        .await?;
    answered.findings = first
        .into_iter()
        .map(|(actor, key)| format!("the key {key} of {actor} has no answer"))
        .collect();
    Ok(vec![answered])
}
