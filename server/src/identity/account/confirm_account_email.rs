//! Confirms a person's address by the link that was mailed there. It takes the place of the address before, which is told;
//! links for a new password that are under way to that one end.

use super::{
    super::{
        entity::{email_changes, password_resets, users},
        members,
    },
    letters,
};
use crate::{
    auth,
    http::{Cx, Error, OnConstraint, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    Code,
    account::{AccountEmail, ConfirmAccountEmail},
};

pub(super) async fn confirm_account_email(
    cx: Cx,
    received: Received<ConfirmAccountEmail>,
) -> Result<Reply<ConfirmAccountEmail>> {
    let (token,) = &received.path;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let hash = auth::hash(token.as_str());
    let row = email_changes::Entity::find_by_id(hash.as_str())
        .one(&*tx)
        .await?
        .filter(|row| row.expires_at > tx.at())
        .ok_or_else(Error::not_found)?;
    // Of two that come at once with the same link, one finds it gone.
    let taken = email_changes::Entity::delete_by_id(hash).exec(&*tx).await?;
    if taken.rows_affected == 0 {
        return Err(Error::not_found());
    }
    let user = members::person(&*tx, row.user_id).await?;
    let mut change = users::ActiveModel {
        id: Set(user.id),
        ..Default::default()
    };
    if user.login.contains('@') {
        change.login = Set(row.email.clone());
    } else {
        change.email = Set(Some(row.email.clone()));
    }
    users::Entity::update(change)
        .exec_without_returning(&*tx)
        .await
        .on_constraint("users_login_key", || Error::refuse(Code::Taken))?;
    password_resets::Entity::delete_many()
        .filter(password_resets::Column::UserId.eq(user.id))
        .exec(&*tx)
        .await?;
    // To the address before.
    letters::tell(&tx, &user, letters::Change::Address).await?;
    let view = AccountEmail { email: row.email };
    tx.finish("user", user.id, &view, None).await
}
