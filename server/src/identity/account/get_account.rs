//! Shows one's own account.

use super::data;
use crate::http::{Cx, Received, Reply, Result};
use shared::account::GetAccount;

pub(super) async fn get_account(cx: Cx, _: Received<GetAccount>) -> Result<Reply<GetAccount>> {
    let account = data::account(&cx, cx.reader(), cx.member()?).await?;
    Reply::read(&account)
}
