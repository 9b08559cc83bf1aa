//! Sessions without a password, for the loader of the demonstration: it acts for many people over a year of its own.

use super::{
    entity::{organisations, sessions, users},
    tokens,
};
use crate::{
    app::App,
    db::{Author, Tx},
    http::{Error, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{Timestamp, identity::Session};

/// Opens a session that lasts until an instant.
pub(crate) async fn sign_in_until(app: &App, login: &str, until: Timestamp) -> Result<Session> {
    let mut tx = Tx::begin(app, Author::market("demo"), None).await?;
    tx.private();
    let user = users::Entity::find()
        .filter(users::Column::Login.eq(login))
        .one(&*tx)
        .await?
        .ok_or_else(Error::not_found)?;
    let session = tokens::open(&tx, user, None, tokens::Origin::default())
        .await?
        .session;
    let longer = sessions::ActiveModel {
        id: Set(session.id),
        access_expires_at: Set(until),
        expires_at: Set(until),
        // Nobody notes each use on the way.
        last_seen_at: Set(Some(until)),
        ..Default::default()
    };
    sessions::Entity::update(longer)
        .exec_without_returning(&*tx)
        .await?;
    tx.commit("session", session.id).await?;
    Ok(session)
}

/// Ends every session: the people of the demonstration sign in by themselves.
pub(crate) async fn end_sessions(app: &App) -> Result<()> {
    let mut tx = Tx::begin(app, Author::market("demo"), None).await?;
    tx.private();
    let end = sessions::ActiveModel {
        ended_at: Set(Some(tx.at())),
        ..Default::default()
    };
    sessions::Entity::update_many()
        .set(end)
        .filter(sessions::Column::EndedAt.is_null())
        .exec(&*tx)
        .await?;
    tx.commit("session", "all").await
}

/// Whether nobody is on the market yet.
pub(crate) async fn nobody(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(organisations::Entity::find().one(db).await?.is_none())
}
