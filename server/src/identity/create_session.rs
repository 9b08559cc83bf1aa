//! Signs a person in. An unknown login and a wrong password give the same answer in the same time.

use super::{account, entity::users, tokens};
use crate::{
    auth,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{Code, identity::CreateSession, login};

/// Failures for one login, or from one address, before a pause.
const MAX_FAILURES: u32 = 10;
const MAX_FAILURES_FROM_ONE_ADDRESS: u32 = 100;

pub(super) async fn create_session(
    cx: Cx,
    received: Received<CreateSession>,
) -> Result<Reply<CreateSession>> {
    let login = login::normal(&received.body.login);
    let user = users::Entity::find()
        .filter(users::Column::Login.eq(login.as_str()))
        .one(cx.reader())
        .await?;
    let user = right_password(&cx, &login, received.body.password.clone(), user).await?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    if let Some(token) = account::begin_step(&tx, user.id).await? {
        tx.commit("sign_in_step", user.id).await?;
        return Err(Error::refuse(Code::SecondFactorNeeded).step(token));
    }
    let opened = tokens::open(&tx, user, None, tokens::Origin::of(&cx)).await?;
    tx.on_behalf_of(opened.session.user.id, opened.session.organisation.id);
    let cookie = auth::cookie(&cx.app, &opened.cookie, tokens::SESSION_DAYS * 86_400)?;
    let reply = tx
        .finish("session", opened.session.id, &opened.session, None)
        .await?;
    Ok(reply.cookie(cookie))
}

/// The person whose password this is. Failures are counted, by login and by address; too many have to wait.
pub(super) async fn right_password(
    cx: &Cx,
    login: &str,
    password: String,
    user: Option<users::Model>,
) -> Result<users::Model> {
    let by_login = format!("login {login}");
    let by_address = cx.address.as_ref().map(|address| format!("address {address}"));
    let (throttle, now) = (&cx.app.throttle, cx.app.now());
    if let Some(key) = &by_address {
        throttle.attempt(key, MAX_FAILURES_FROM_ONE_ADDRESS, now)?;
    }
    throttle.attempt(&by_login, MAX_FAILURES, now)?;
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    let right = auth::password::verify(password, hash).await?;
    let Some(user) = user.filter(|_| right) else {
        return Err(Error::refuse(Code::WrongCredentials));
    };
    throttle.succeed(&by_login);
    if let Some(key) = &by_address {
        throttle.forgive(key);
    }
    Ok(user)
}
