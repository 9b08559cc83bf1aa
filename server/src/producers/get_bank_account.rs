//! Shows where a producer is paid: whole to its manager, masked to its other people and to the centre.

use super::{
    bank_account::{row, view},
    policy,
};
use crate::http::{Cx, Error, Received, Reply, Result};
use shared::producers::GetBankAccount;

pub(super) async fn get_bank_account(
    cx: Cx,
    received: Received<GetBankAccount>,
) -> Result<Reply<GetBankAccount>> {
    let (id,) = received.path;
    let member = cx.member()?;
    policy::may_see_account(member, id)?;
    let row = row(cx.reader(), id).await?.ok_or_else(Error::not_found)?;
    Reply::read(&view(&cx, member, &row)?)
}
