//! Signs every other device out.

use super::password;
use crate::http::{Cx, Received, Reply, Result};
use shared::account::EndOtherSessions;

pub(super) async fn end_other_sessions(
    cx: Cx,
    received: Received<EndOtherSessions>,
) -> Result<Reply<EndOtherSessions>> {
    let member = cx.member()?.clone();
    let mut tx = cx.begin(&received).await?;
    tx.private();
    password::end_sessions(&tx, member.user_id, Some(member.session_id)).await?;
    tx.finish("user", member.user_id, &(), None).await
}
