//! Shows an invitation to whoever holds its token.

use super::{
    invitations,
    people::{organisation_row, user_names},
};
use crate::http::{Cx, Received, Reply, Result};
use shared::identity::{GetInvitation, InvitationNotice};

pub(super) async fn get_invitation(
    cx: Cx,
    received: Received<GetInvitation>,
) -> Result<Reply<GetInvitation>> {
    let (token,) = &received.path;
    let row = invitations::by_token(cx.reader(), token.as_str(), cx.app.now()).await?;
    let organisation = organisation_row(cx.reader(), row.organisation_id).await?;
    let names = user_names(cx.reader(), [row.invited_by]).await?;
    Reply::read(&InvitationNotice {
        organisation: organisation.name,
        kind: organisation.kind,
        role: row.role,
        invited_by: names.get(&row.invited_by).cloned().unwrap_or_default(),
        login: row.login,
        name: row.name,
        expires_at: row.expires_at,
    })
}
