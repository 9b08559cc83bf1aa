//! Lists what came and went in a lot, newest first.

use super::{
    entity::{lots, movements},
    policy,
};
use crate::http::{
    Cx, Error, Received, Reply, Result,
    paging::{Limit, decode},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use shared::{MovementId, stock::ListMovements};

pub(super) async fn list_movements(
    cx: Cx,
    received: Received<ListMovements>,
) -> Result<Reply<ListMovements>> {
    let (id,) = received.path;
    let limit = Limit::of(received.query.limit)?;
    let before: Option<MovementId> = decode(received.query.cursor.as_deref())?;
    let lot = lots::Entity::find_by_id(id)
        .one(cx.reader())
        .await?
        .ok_or_else(Error::not_found)?;
    policy::may_keep(cx.member()?, &lot)?;
    let rows = movements::Entity::find()
        .filter(movements::Column::LotId.eq(id))
        .apply_if(before, |query, before| {
            query.filter(movements::Column::Id.lt(before))
        })
        .order_by_desc(movements::Column::Id)
        .limit(limit.fetch())
        .all(cx.reader())
        .await?;
    Reply::read(&limit.page(rows, |row| row.id.to_string(), Into::into))
}
