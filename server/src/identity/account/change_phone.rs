//! Changes the phone number that one signs in with. No message goes to the new one, because the market sends none: the
//! password says who it is, and the number is good for nothing else.

use super::{super::entity::users, letters, password};
use crate::http::{Cx, Error, OnConstraint, Received, Reply, Result};
use sea_orm::{ActiveValue::Set, EntityTrait};
use shared::{Code, FieldCode, account::ChangePhone, login};

pub(super) async fn change_phone(cx: Cx, received: Received<ChangePhone>) -> Result<Reply<ChangePhone>> {
    let body = &received.body;
    let user = password::prove(&cx.app, cx.member()?.user_id, &body.password, "password").await?;
    if !login::is_phone(&user.login) {
        return Err(Error::refuse(Code::WrongState).told(
            "Bạn đăng nhập bằng e-mail; hãy đổi e-mail.",
            "You sign in by e-mail: change your e-mail instead.",
        ));
    }
    let phone = login::normal(&body.phone);
    if phone == user.login {
        return Err(Error::field("phone", FieldCode::Unchanged));
    }
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let change = users::ActiveModel {
        id: Set(user.id),
        login: Set(phone),
        ..Default::default()
    };
    users::Entity::update(change)
        .exec_without_returning(&*tx)
        .await
        .on_constraint("users_login_key", || Error::field("phone", FieldCode::Taken))?;
    letters::tell(&tx, &user, letters::Change::Phone).await?;
    tx.finish("user", user.id, &(), None).await
}
