//! Forgets where a producer is paid.

use super::{entity::bank_accounts::Entity, policy};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::EntityTrait;
use shared::producers::DeleteBankAccount;

pub(super) async fn delete_bank_account(
    cx: Cx,
    received: Received<DeleteBankAccount>,
) -> Result<Reply<DeleteBankAccount>> {
    let (id,) = received.path;
    policy::may_change_account(cx.member()?, id)?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let gone = Entity::delete_by_id(id).exec(&*tx).await?;
    if gone.rows_affected == 0 {
        return Err(Error::not_found());
    }
    tx.finish("bank_account", id, &(), None).await
}
