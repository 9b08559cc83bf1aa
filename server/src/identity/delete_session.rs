//! Ends the session and clears the web cookie.

use super::entity::sessions;
use crate::{
    auth,
    http::{Cx, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use shared::identity::DeleteSession;

pub(super) async fn delete_session(
    cx: Cx,
    received: Received<DeleteSession>,
) -> Result<Reply<DeleteSession>> {
    let session_id = cx.member()?.session_id;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let end = sessions::ActiveModel {
        id: Set(session_id),
        ended_at: Set(Some(tx.at())),
        ..Default::default()
    };
    sessions::Entity::update(end).exec_without_returning(&*tx).await?;
    let cookie = auth::clear_cookie(&cx.app)?;
    Ok(tx.finish("session", session_id, &(), None).await?.cookie(cookie))
}
