//! Leaves an organisation, whichever of the person's own it is.

use super::members;
use crate::{
    auth,
    http::{Cx, Received, Reply, Result},
};
use shared::identity::LeaveOrganisation;

pub(super) async fn leave_organisation(
    cx: Cx,
    received: Received<LeaveOrganisation>,
) -> Result<Reply<LeaveOrganisation>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let row = members::locked(&tx, id, member.user_id).await?;
    members::part(&mut tx, &row).await?;
    let reply = tx.finish("member", member.user_id, &(), None).await?;
    if member.organisation_id == id {
        return Ok(reply.cookie(auth::clear_cookie(&cx.app)?));
    }
    Ok(reply)
}
