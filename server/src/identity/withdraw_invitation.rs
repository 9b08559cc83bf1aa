//! Withdraws an invitation.

use super::{invitations, policy};
use crate::http::{Cx, Received, Reply, Result};
use shared::identity::WithdrawInvitation;

pub(super) async fn withdraw_invitation(
    cx: Cx,
    received: Received<WithdrawInvitation>,
) -> Result<Reply<WithdrawInvitation>> {
    let (id, invitation_id) = received.path;
    policy::may_manage(cx.member()?, id)?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    invitations::withdraw(&tx, id, invitation_id).await?;
    tx.finish("invitation", invitation_id, &(), None).await
}
