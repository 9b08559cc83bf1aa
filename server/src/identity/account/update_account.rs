//! Changes one's own name and language, and whether news are mailed.

use super::{super::entity::users, data};
use crate::http::{Cx, Received, Reply, Result};
use sea_orm::{ActiveValue::Set, EntityTrait};
use shared::account::UpdateAccount;

pub(super) async fn update_account(
    cx: Cx,
    received: Received<UpdateAccount>,
) -> Result<Reply<UpdateAccount>> {
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let mut change = users::ActiveModel {
        id: Set(member.user_id),
        name: Set(received.body.name.trim().to_owned()),
        lang: Set(received.body.lang),
        ..Default::default()
    };
    if let Some(news) = received.body.news {
        change.news = Set(news);
    }
    users::Entity::update(change).exec_without_returning(&*tx).await?;
    let account = data::account(&cx, &*tx, member).await?;
    tx.finish("user", member.user_id, &account, None).await
}
