//! Shows a product as its producer and the centre work on it.

use super::{entity::products::Entity, managed::view, policy};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::EntityTrait;
use shared::catalogue::GetManagedProduct;

pub(super) async fn get_managed_product(
    cx: Cx,
    received: Received<GetManagedProduct>,
) -> Result<Reply<GetManagedProduct>> {
    let (id,) = received.path;
    let row = Entity::find_by_id(id)
        .one(cx.reader())
        .await?
        .ok_or_else(Error::not_found)?;
    policy::may_see(cx.member()?, &row)?;
    let view = view(cx.reader(), row, cx.today()).await?;
    Reply::new(&view, Some(view.version))
}
