//! Switches the second factor on with its first code, and gives recovery codes; other devices are signed out.

use super::{
    super::entity::{second_factors, users},
    factor, letters, password,
};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::{ActiveValue::Set, EntityTrait};
use shared::{
    Code,
    account::{ConfirmSecondFactor, RecoveryCodes},
};

pub(super) async fn confirm_second_factor(
    cx: Cx,
    received: Received<ConfirmSecondFactor>,
) -> Result<Reply<ConfirmSecondFactor>> {
    let member = cx.member()?.clone();
    let user_id = member.user_id;
    factor::attempt(&cx.app, user_id)?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let waiting = factor::of(&*tx, user_id)
        .await?
        .filter(|factor| factor.confirmed_at.is_none())
        .ok_or_else(|| {
            Error::refuse(Code::WrongState).told(
                "Không có thiết bị nào đang chờ mã đầu tiên.",
                "Nothing waits for its first code.",
            )
        })?;
    if !factor::take_app_code(&tx, &waiting, &received.body.code).await? {
        return Err(factor::wrong());
    }
    factor::succeed(&cx.app, user_id);
    let confirm = second_factors::ActiveModel {
        user_id: Set(user_id),
        confirmed_at: Set(Some(tx.at())),
        ..Default::default()
    };
    second_factors::Entity::update(confirm)
        .exec_without_returning(&*tx)
        .await?;
    let codes = factor::new_recovery_codes(&tx, user_id).await?;
    // Those were opened by a password alone.
    password::end_sessions(&tx, user_id, Some(member.session_id)).await?;
    if let Some(user) = users::Entity::find_by_id(user_id).one(&*tx).await? {
        letters::tell(&tx, &user, letters::Change::SecondFactorOn).await?;
    }
    tx.finish("user", user_id, &RecoveryCodes { codes }, None).await
}
