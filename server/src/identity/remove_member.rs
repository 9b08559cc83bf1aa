//! Takes a person out of an organisation.

use super::{members, policy};
use crate::http::{Cx, Received, Reply, Result};
use shared::identity::RemoveMember;

pub(super) async fn remove_member(cx: Cx, received: Received<RemoveMember>) -> Result<Reply<RemoveMember>> {
    let (id, user_id) = received.path;
    policy::may_manage(cx.member()?, id)?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let row = members::locked(&tx, id, user_id).await?;
    members::part(&mut tx, &row).await?;
    tx.finish("member", user_id, &(), None).await
}
