//! Shows a buyer what was ordered at once.

use super::{
    entity::{orders, purchases},
    policy, view,
};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::orders::GetPurchase;

pub(super) async fn get_purchase(cx: Cx, received: Received<GetPurchase>) -> Result<Reply<GetPurchase>> {
    let (id,) = received.path;
    let purchase = purchases::Entity::find_by_id(id)
        .one(cx.reader())
        .await?
        .ok_or_else(Error::not_found)?;
    policy::may_see_purchase(cx.member()?, &purchase)?;
    let rows = orders::Entity::find()
        .filter(orders::Column::PurchaseId.eq(id))
        .order_by_asc(orders::Column::Id)
        .all(cx.reader())
        .await?;
    let parts = view::Parts::read(cx.reader(), &rows, purchase, cx.app.now()).await?;
    Reply::read(&parts.purchase(cx.member()?, &rows)?)
}
