//! Mails the link by which the contact's e-mail is confirmed once more.

use super::{email::ask, people::organisation_row, policy, tax};
use crate::http::{Cx, Error, Received, Reply, Result};
use shared::{Code, identity::SendEmailConfirmation};

/// Mails for one organisation before a pause.
const MOST: u32 = 3;

pub(super) async fn send_email_confirmation(
    cx: Cx,
    received: Received<SendEmailConfirmation>,
) -> Result<Reply<SendEmailConfirmation>> {
    let (id,) = received.path;
    policy::may_mend(cx.member()?, id)?;
    let key = format!("email confirmation {id}");
    cx.app.throttle.attempt(&key, MOST, cx.app.now())?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let row = organisation_row(&*tx, id).await?;
    if row.email_confirmed_at.is_some() {
        return Err(Error::refuse(Code::WrongState).told(
            "E-mail này đã được xác nhận.",
            "This e-mail is confirmed already.",
        ));
    }
    let row = ask(&tx, row, cx.lang).await?;
    let view = tax::view(&cx, row)?;
    tx.finish("organisation", id, &view, Some(view.version)).await
}
