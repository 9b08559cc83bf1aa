//! Sets a new password by a mailed link, once. Every device is signed out; the second factor stays.

use super::{
    super::entity::{password_resets, users},
    letters, password,
};
use crate::{
    auth,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{Code, account::ResetPassword};

/// Tokens that are none, from one address, before a pause.
const MAX_FROM_ONE_ADDRESS: u32 = 20;

/// What is known of whose password is set anew; nothing by a link that is none, which is told further on.
async fn owner(cx: &Cx, hash: &str) -> Result<Vec<String>> {
    let reset = password_resets::Entity::find_by_id(hash).one(cx.reader()).await?;
    let Some(reset) = reset else { return Ok(Vec::new()) };
    let user = users::Entity::find_by_id(reset.user_id).one(cx.reader()).await?;
    Ok(user.map(|user| vec![user.login, user.name]).unwrap_or_default())
}

pub(super) async fn reset_password(
    cx: Cx,
    received: Received<ResetPassword>,
) -> Result<Reply<ResetPassword>> {
    let by_address = cx.address.as_ref().map(|address| format!("redeem {address}"));
    if let Some(key) = &by_address {
        cx.app.throttle.attempt(key, MAX_FROM_ONE_ADDRESS, cx.app.now())?;
    }
    let hash = auth::hash(&received.body.token);
    let own = owner(&cx, &hash).await?;
    let new_hash = auth::password::choose(received.body.password.clone(), own).await?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    // Of two that come at once with the same link, one finds it used.
    let used = password_resets::Entity::update_many()
        .set(password_resets::ActiveModel {
            used_at: Set(Some(tx.at())),
            ..Default::default()
        })
        .filter(password_resets::Column::Hash.eq(hash.as_str()))
        .filter(password_resets::Column::UsedAt.is_null())
        .filter(password_resets::Column::ExpiresAt.gt(tx.at()))
        .exec(&*tx)
        .await?;
    if used.rows_affected == 0 {
        return Err(Error::refuse(Code::LinkEnded));
    }
    let ended = || Error::refuse(Code::LinkEnded);
    let reset = password_resets::Entity::find_by_id(hash)
        .one(&*tx)
        .await?
        .ok_or_else(ended)?;
    let user = users::Entity::find_by_id(reset.user_id)
        .one(&*tx)
        .await?
        .ok_or_else(ended)?;
    password::replace(&tx, user.id, new_hash).await?;
    password::end_sessions(&tx, user.id, None).await?;
    letters::tell(&tx, &user, letters::Change::Password).await?;
    cx.app.throttle.succeed(&format!("login {}", user.login));
    if let Some(key) = &by_address {
        cx.app.throttle.forgive(key);
    }
    tx.finish("user", user.id, &(), None).await
}
