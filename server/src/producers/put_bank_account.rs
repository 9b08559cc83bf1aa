//! Writes where a producer is paid.

use super::{
    bank_account::{last_digits, sealed, view},
    entity::bank_accounts::{ActiveModel, Column, Entity, Model},
    policy,
};
use crate::{
    http::{Cx, Error, Received, Reply, Result},
    province::province,
};
use sea_orm::{EntityTrait, sea_query::OnConflict};
use shared::{FieldCode, producers::PutBankAccount};

pub(super) async fn put_bank_account(
    cx: Cx,
    received: Received<PutBankAccount>,
) -> Result<Reply<PutBankAccount>> {
    let (id,) = received.path;
    let member = cx.member()?;
    policy::may_change_account(member, id)?;
    let body = &received.body;
    if !province().banks.iter().any(|bank| bank.bin == body.bank_bin) {
        return Err(Error::field("bank_bin", FieldCode::Unknown));
    }
    let holder = body.holder.trim();
    let (number_sealed, holder_sealed) = sealed(&cx, id, &body.number, holder)?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let row = Model {
        id,
        bank_bin: body.bank_bin.clone(),
        number_sealed,
        holder_sealed,
        last_digits: last_digits(&body.number)?,
        changed_at: tx.at(),
    };
    let anew = OnConflict::column(Column::Id)
        .update_columns([
            Column::BankBin,
            Column::NumberSealed,
            Column::HolderSealed,
            Column::LastDigits,
            Column::ChangedAt,
        ])
        .to_owned();
    Entity::insert(ActiveModel::from(row.clone()))
        .on_conflict(anew)
        .exec_without_returning(&*tx)
        .await?;
    let view = view(&cx, member, &row)?;
    // The trail names whose account it is, never its number.
    tx.finish("bank_account", id, &view, None).await
}
