//! Exchanges a refresh token for the next pair. A token that comes back a second time was stolen: the session ends.

use super::{
    entity::{refresh_tokens, sessions},
    tokens,
};
use crate::{
    auth,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{Code, identity::RefreshSession};

pub(super) async fn refresh_session(
    cx: Cx,
    received: Received<RefreshSession>,
) -> Result<Reply<RefreshSession>> {
    let hash = auth::hash(&received.body.refresh_token);
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let ended = || Error::refuse(Code::SessionEnded);
    let token = refresh_tokens::Entity::find_by_id(hash.as_str())
        .one(&*tx)
        .await?
        .ok_or_else(ended)?;
    let session = sessions::Entity::find_by_id(token.session_id)
        .one(&*tx)
        .await?
        .ok_or_else(ended)?;
    if session.ended_at.is_some() || session.expires_at <= tx.at() {
        return Err(ended());
    }
    // Of two that come at once with the same token, the second finds it used.
    let used = refresh_tokens::Entity::update_many()
        .set(refresh_tokens::ActiveModel {
            used_at: Set(Some(tx.at())),
            ..Default::default()
        })
        .filter(refresh_tokens::Column::Hash.eq(hash))
        .filter(refresh_tokens::Column::UsedAt.is_null())
        .exec(&*tx)
        .await?;
    if used.rows_affected == 0 {
        tokens::end(&tx, session.id).await?;
        tracing::warn!(session = %session.id, "a refresh token was used twice; the session is ended");
        tx.commit("session", session.id).await?;
        return Err(ended());
    }
    let session = tokens::renew(&tx, session).await?;
    tx.finish("session", session.id, &session, None).await
}
