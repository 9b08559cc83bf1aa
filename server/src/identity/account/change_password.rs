//! Changes one's password; other devices are signed out.

use super::{letters, password};
use crate::{
    auth,
    http::{Cx, Error, Received, Reply, Result},
};
use shared::{FieldCode, account::ChangePassword};

pub(super) async fn change_password(
    cx: Cx,
    received: Received<ChangePassword>,
) -> Result<Reply<ChangePassword>> {
    let member = cx.member()?.clone();
    let body = &received.body;
    let user = password::prove(&cx.app, member.user_id, &body.old_password, "old_password").await?;
    if body.password == body.old_password {
        return Err(Error::field("password", FieldCode::Unchanged));
    }
    let own = vec![user.login.clone(), user.name.clone()];
    let hash = auth::password::choose(body.password.clone(), own).await?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    password::replace(&tx, user.id, hash).await?;
    password::end_sessions(&tx, user.id, Some(member.session_id)).await?;
    letters::tell(&tx, &user, letters::Change::Password).await?;
    tx.finish("user", user.id, &(), None).await
}
