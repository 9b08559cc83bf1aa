//! Finishes a sign-in with a code. Wrong codes are counted for the step and for the person.

use super::{
    super::{entity::users, tokens},
    factor, steps,
};
use crate::{
    auth,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::EntityTrait;
use shared::{Code, account::FinishSession};

pub(super) async fn finish_session(
    cx: Cx,
    received: Received<FinishSession>,
) -> Result<Reply<FinishSession>> {
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let ended = || Error::refuse(Code::SessionEnded);
    let step = steps::open(&tx, &received.body.step_token).await?;
    let user_id = step.user_id;
    factor::attempt(&cx.app, user_id)?;
    // Switched off meanwhile: the next sign-in needs no code.
    let second = factor::confirmed(&*tx, user_id).await?.ok_or_else(ended)?;
    if !factor::take_code(&tx, &second, &received.body.code).await? {
        steps::fail(&tx, &step).await?;
        tx.commit("sign_in_step", user_id).await?;
        return Err(factor::wrong());
    }
    factor::succeed(&cx.app, user_id);
    steps::spend(&tx, &step).await?;
    let user = users::Entity::find_by_id(user_id)
        .one(&*tx)
        .await?
        .ok_or_else(ended)?;
    let opened = tokens::open(&tx, user, None, tokens::Origin::of(&cx)).await?;
    tx.on_behalf_of(opened.session.user.id, opened.session.organisation.id);
    let cookie = auth::cookie(&cx.app, &opened.cookie, tokens::SESSION_DAYS * 86_400)?;
    let reply = tx
        .finish("session", opened.session.id, &opened.session, None)
        .await?;
    Ok(reply.cookie(cookie))
}
