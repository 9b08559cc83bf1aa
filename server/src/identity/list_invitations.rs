//! Lists the invitations that may still be accepted.

use super::{invitations, policy};
use crate::http::{Cx, Received, Reply, Result};
use shared::{Page, identity::ListInvitations};

pub(super) async fn list_invitations(
    cx: Cx,
    received: Received<ListInvitations>,
) -> Result<Reply<ListInvitations>> {
    let (id,) = received.path;
    policy::may_manage(cx.member()?, id)?;
    let open = invitations::of_organisation(cx.reader(), id, cx.app.now()).await?;
    Reply::read(&Page::whole(open))
}
