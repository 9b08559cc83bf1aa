//! Shows one of one's own lots.

use super::{entity::lots, policy, view::view};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::EntityTrait;
use shared::stock::GetLot;

pub(super) async fn get_lot(cx: Cx, received: Received<GetLot>) -> Result<Reply<GetLot>> {
    let (id,) = received.path;
    let row = lots::Entity::find_by_id(id)
        .one(cx.reader())
        .await?
        .ok_or_else(Error::not_found)?;
    policy::may_keep(cx.member()?, &row)?;
    Reply::read(&view(cx.reader(), row, cx.today()).await?)
}
