//! Signs another device out. Somebody else's session is as good as none.

use super::super::entity::sessions;
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::account::EndSession;

pub(super) async fn end_session(cx: Cx, received: Received<EndSession>) -> Result<Reply<EndSession>> {
    let (id,) = received.path;
    let user_id = cx.member()?.user_id;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let ended = sessions::Entity::update_many()
        .set(sessions::ActiveModel {
            ended_at: Set(Some(tx.at())),
            ..Default::default()
        })
        .filter(sessions::Column::Id.eq(id))
        .filter(sessions::Column::UserId.eq(user_id))
        .filter(sessions::Column::EndedAt.is_null())
        .exec(&*tx)
        .await?;
    if ended.rows_affected == 0 {
        return Err(Error::not_found());
    }
    tx.finish("session", id, &(), None).await
}
