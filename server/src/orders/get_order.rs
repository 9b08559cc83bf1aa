//! Shows an order to its buyer, its seller and the centre.

use super::{entity::orders, view};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::EntityTrait;
use shared::orders::GetOrder;

pub(super) async fn get_order(cx: Cx, received: Received<GetOrder>) -> Result<Reply<GetOrder>> {
    let (id,) = received.path;
    let row = orders::Entity::find_by_id(id)
        .one(cx.reader())
        .await?
        .ok_or_else(Error::not_found)?;
    let view = view::order(cx.reader(), cx.member()?, row, cx.app.now()).await?;
    Reply::new(&view, Some(view.version))
}
