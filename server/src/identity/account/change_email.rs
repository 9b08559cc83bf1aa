//! Mails a link to another address for one's mails. Nothing changes before it is followed.

use super::{super::entity::email_changes, letters, password};
use crate::{
    auth,
    clock::secret,
    http::{Cx, Error, Received, Reply, Result},
    mail,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{Code, FieldCode, account::ChangeEmail, login};

/// Mails of one person before a pause: each goes to an address that may be a stranger's.
const MOST: u32 = 5;
const HOURS: i64 = 24;

pub(super) async fn change_email(cx: Cx, received: Received<ChangeEmail>) -> Result<Reply<ChangeEmail>> {
    let user_id = cx.member()?.user_id;
    if !cx.app.settings.post.leaves() {
        return Err(Error::refuse(Code::WrongState).told(
            "Máy chủ này chưa gửi được thư, nên chưa xác nhận được địa chỉ.",
            "This server cannot send mails, so that no address can be confirmed.",
        ));
    }
    let body = &received.body;
    let user = password::prove(&cx.app, user_id, &body.password, "password").await?;
    let email = login::normal(&body.email);
    if letters::address(&user) == Some(email.as_str()) {
        return Err(Error::field("email", FieldCode::Unchanged));
    }
    let key = format!("email {user_id}");
    cx.app.throttle.attempt(&key, MOST, cx.app.now())?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    // The newest link alone counts.
    email_changes::Entity::delete_many()
        .filter(email_changes::Column::UserId.eq(user_id))
        .exec(&*tx)
        .await?;
    let token = secret()?;
    let row = email_changes::ActiveModel {
        hash: Set(auth::hash(&token)),
        user_id: Set(user_id),
        email: Set(email.clone()),
        expires_at: Set(tx.at().plus_hours(HOURS)),
    };
    email_changes::Entity::insert(row)
        .exec_without_returning(&*tx)
        .await?;
    let letter = letters::new_address(user.lang, &user.name, &token);
    mail::queue(&tx, "address_confirmation", &email, &letter).await?;
    tx.finish("user", user_id, &(), None).await
}
