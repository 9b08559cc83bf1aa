//! Ways to a new password: tokens of which only the hash is kept, each good once.

use super::super::entity::{password_resets, users};
use crate::{
    app::App,
    auth,
    clock::secret,
    db::{Author, Tx},
    http::{Error, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::UserId;

/// How long a link is good for that somebody hands over. One that is mailed ends sooner.
pub(super) const HOURS: i64 = 24;

/// Makes a way to a new password.
pub(super) async fn issue(tx: &Tx, user_id: UserId, hours: i64) -> Result<String> {
    let token = secret()?;
    let row = password_resets::ActiveModel {
        hash: Set(auth::hash(&token)),
        user_id: Set(user_id),
        expires_at: Set(tx.at().plus_hours(hours)),
        used_at: Set(None),
    };
    password_resets::Entity::insert(row)
        .exec_without_returning(&**tx)
        .await?;
    Ok(token)
}

/// For the operator, who has made sure of the person by other means: the token of a link to hand over.
pub(crate) async fn recovery_token_of(app: &App, login: &str) -> Result<String> {
    let mut tx = Tx::begin(app, Author::market("user"), None).await?;
    tx.private();
    let user = users::Entity::find()
        .filter(users::Column::Login.eq(shared::login::normal(login)))
        .one(&*tx)
        .await?
        .ok_or_else(Error::not_found)?;
    let token = issue(&tx, user.id, HOURS).await?;
    tx.note("create_recovery_link", "user", user.id);
    tx.commit("user", user.id).await?;
    Ok(token)
}
