//! Proving and replacing a password, and what ends with the old one.

use super::super::entity::{password_resets, sessions, users};
use crate::{
    app::App,
    auth,
    db::Tx,
    http::{Error, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryTrait};
use shared::{Code, FieldCode, SessionId, UserId};

/// Wrong passwords of somebody who is signed in, before a pause.
const MAX_FAILURES: u32 = 10;

/// Refuses where the password is not the person's, naming the field that it stood in.
pub(super) async fn prove(
    app: &App,
    user_id: UserId,
    password: &str,
    field: &'static str,
) -> Result<users::Model> {
    let key = format!("password {user_id}");
    app.throttle.attempt(&key, MAX_FAILURES, app.now())?;
    let user = users::Entity::find_by_id(user_id)
        .one(app.db.reader())
        .await?
        .ok_or_else(|| Error::refuse(Code::SessionEnded))?;
    if !auth::password::verify(password.to_owned(), Some(user.password_hash.clone())).await? {
        return Err(Error::field(field, FieldCode::Wrong));
    }
    app.throttle.succeed(&key);
    Ok(user)
}

/// Replaces the password. Links that were mailed for the old one end with it.
pub(super) async fn replace(tx: &Tx, user_id: UserId, password_hash: String) -> Result<()> {
    let change = users::ActiveModel {
        id: Set(user_id),
        password_hash: Set(password_hash),
        ..Default::default()
    };
    users::Entity::update(change)
        .exec_without_returning(&**tx)
        .await?;
    password_resets::Entity::delete_many()
        .filter(password_resets::Column::UserId.eq(user_id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Signs the person out everywhere, or everywhere but on one device. Returns how many devices.
pub(super) async fn end_sessions(tx: &Tx, user_id: UserId, but: Option<SessionId>) -> Result<u64> {
    let ended = sessions::Entity::update_many()
        .set(sessions::ActiveModel {
            ended_at: Set(Some(tx.at())),
            ..Default::default()
        })
        .filter(sessions::Column::UserId.eq(user_id))
        .filter(sessions::Column::EndedAt.is_null())
        .apply_if(but, |query, but| query.filter(sessions::Column::Id.ne(but)))
        .exec(&**tx)
        .await?;
    Ok(ended.rows_affected)
}
