//! Shows an invitation to whoever holds its token.

use super::{entity::organisations, invitations, people::user_names};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::EntityTrait;
use shared::identity::{GetInvitation, InvitationNotice};

pub(super) async fn get_invitation(
    cx: Cx,
    received: Received<GetInvitation>,
) -> Result<Reply<GetInvitation>> {
    let (token,) = &received.path;
    let row = invitations::by_token(cx.reader(), token.as_str(), cx.app.now()).await?;
    let organisation = organisations::Entity::find_by_id(row.organisation_id)
        .one(cx.reader())
        .await?
        .ok_or_else(Error::not_found)?;
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
