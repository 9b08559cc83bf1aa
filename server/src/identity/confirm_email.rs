//! Confirms an organisation's e-mail. The link may be followed twice: mail programs do.

use super::entity::organisations::{ActiveModel, Column, Entity};
use crate::{
    auth,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::identity::{ConfirmEmail, EmailConfirmed};

pub(super) async fn confirm_email(cx: Cx, received: Received<ConfirmEmail>) -> Result<Reply<ConfirmEmail>> {
    let (token,) = &received.path;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let row = Entity::find()
        .filter(Column::EmailTokenHash.eq(auth::hash(token.as_str())))
        .one(&*tx)
        .await?
        .ok_or_else(Error::not_found)?;
    let confirmed = ActiveModel {
        email_confirmed_at: Set(Some(tx.at())),
        ..Default::default()
    };
    Entity::update_many()
        .set(confirmed)
        .filter(Column::Id.eq(row.id))
        .filter(Column::EmailConfirmedAt.is_null())
        .exec(&*tx)
        .await?;
    let view = EmailConfirmed {
        organisation: row.name,
    };
    tx.finish("organisation", row.id, &view, None).await
}
