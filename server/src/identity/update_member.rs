//! Gives a member another role.

use super::{members, policy};
use crate::http::{Cx, Received, Reply, Result};
use shared::identity::UpdateMember;

pub(super) async fn update_member(cx: Cx, received: Received<UpdateMember>) -> Result<Reply<UpdateMember>> {
    let (id, user_id) = received.path;
    let allowed = policy::may_manage(cx.member()?, id)?;
    members::fits(received.body.role, cx.member()?.kind)?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let row = members::locked(&tx, id, user_id).await?;
    let person = members::person(&*tx, user_id).await?;
    tx.before(&members::view(&row, person.clone()));
    let row = members::change_role(&tx, allowed, row, received.body.role).await?;
    let view = members::view(&row, person);
    tx.finish("member", user_id, &view, None).await
}
