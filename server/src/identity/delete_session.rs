//! Ends the session and clears the web cookie.

use super::tokens;
use crate::{
    auth,
    http::{Cx, Received, Reply, Result},
};
use shared::identity::DeleteSession;

pub(super) async fn delete_session(
    cx: Cx,
    received: Received<DeleteSession>,
) -> Result<Reply<DeleteSession>> {
    let session_id = cx.member()?.session_id;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    tokens::end(&tx, session_id).await?;
    let cookie = auth::clear_cookie(&cx.app)?;
    Ok(tx.finish("session", session_id, &(), None).await?.cookie(cookie))
}
