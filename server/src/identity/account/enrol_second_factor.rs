//! Makes a secret for a second factor. It counts for nothing before its first code.

use super::{
    super::entity::second_factors,
    factor, password,
    totp::{key, new_secret, qr_svg, uri},
};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::{ActiveValue::Set, EntityTrait};
use shared::{
    Code,
    account::{EnrolSecondFactor, SecondFactorSetup},
};

pub(super) async fn enrol_second_factor(
    cx: Cx,
    received: Received<EnrolSecondFactor>,
) -> Result<Reply<EnrolSecondFactor>> {
    let member = cx.member()?;
    let user = password::prove(&cx.app, member.user_id, &received.body.password, "password").await?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    if factor::confirmed(&*tx, user.id).await?.is_some() {
        return Err(Error::refuse(Code::WrongState).told(
            "Xác thực hai bước đã bật rồi.",
            "Two-step sign-in is switched on already.",
        ));
    }
    factor::remove(&tx, user.id).await?;
    let secret = new_secret()?;
    let row = second_factors::ActiveModel {
        user_id: Set(user.id),
        secret_sealed: Set(cx.vault().seal(&factor::secret_place(user.id), &secret)?),
        last_step: Set(0),
        confirmed_at: Set(None),
    };
    second_factors::Entity::insert(row)
        .exec_without_returning(&*tx)
        .await?;
    let uri = uri(&secret, &user.login);
    let setup = SecondFactorSetup {
        key: key(&secret),
        qr_svg: qr_svg(&uri)?,
        uri,
    };
    tx.finish("user", user.id, &setup, None).await
}
