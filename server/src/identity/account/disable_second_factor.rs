//! Switches the second factor off: by its person with password and code, or by the operator where both are lost.

use super::{super::entity::users, factor, letters, password};
use crate::{
    app::App,
    db::{Author, Tx},
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{Code, account::DisableSecondFactor};

pub(super) async fn disable_second_factor(
    cx: Cx,
    received: Received<DisableSecondFactor>,
) -> Result<Reply<DisableSecondFactor>> {
    let user_id = cx.member()?.user_id;
    factor::attempt(&cx.app, user_id)?;
    let body = &received.body;
    let user = password::prove(&cx.app, user_id, &body.password, "password").await?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let second = factor::confirmed(&*tx, user_id).await?.ok_or_else(|| {
        Error::refuse(Code::WrongState).told(
            "Chưa bật xác thực hai bước.",
            "Two-step sign-in is not switched on.",
        )
    })?;
    if !factor::take_code(&tx, &second, &body.code).await? {
        return Err(factor::wrong());
    }
    factor::succeed(&cx.app, user_id);
    factor::remove(&tx, user_id).await?;
    letters::tell(&tx, &user, letters::Change::SecondFactorOff).await?;
    tx.finish("user", user_id, &(), None).await
}

/// For the operator, who has made sure of the person by other means. Every device is signed out.
pub(crate) async fn disable_second_factor_of(app: &App, login: &str) -> Result<()> {
    let mut tx = Tx::begin(app, Author::market("user"), None).await?;
    tx.private();
    let user = users::Entity::find()
        .filter(users::Column::Login.eq(shared::login::normal(login)))
        .one(&*tx)
        .await?
        .ok_or_else(Error::not_found)?;
    if !factor::remove(&tx, user.id).await? {
        return Err(Error::refuse(Code::WrongState).told(
            "Chưa bật xác thực hai bước.",
            "Two-step sign-in is not switched on.",
        ));
    }
    password::end_sessions(&tx, user.id, None).await?;
    letters::tell(&tx, &user, letters::Change::SecondFactorOff).await?;
    tx.commit("user", user.id).await
}
