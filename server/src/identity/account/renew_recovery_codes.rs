//! Gives new recovery codes in place of the old ones.

use super::factor;
use crate::http::{Cx, Error, Received, Reply, Result};
use shared::{
    Code,
    account::{RecoveryCodes, RenewRecoveryCodes},
};

pub(super) async fn renew_recovery_codes(
    cx: Cx,
    received: Received<RenewRecoveryCodes>,
) -> Result<Reply<RenewRecoveryCodes>> {
    let user_id = cx.member()?.user_id;
    factor::attempt(&cx.app, user_id)?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let second = factor::confirmed(&*tx, user_id).await?.ok_or_else(|| {
        Error::refuse(Code::WrongState).told(
            "Chưa bật xác thực hai bước.",
            "Two-step sign-in is not switched on.",
        )
    })?;
    if !factor::take_code(&tx, &second, &received.body.code).await? {
        return Err(factor::wrong());
    }
    factor::succeed(&cx.app, user_id);
    let codes = factor::new_recovery_codes(&tx, user_id).await?;
    tx.finish("user", user_id, &RecoveryCodes { codes }, None).await
}
