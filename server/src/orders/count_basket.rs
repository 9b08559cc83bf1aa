//! Counts what is in a person's basket: for the mark beside its icon, so one small query.

use super::entity::basket_lines::{Column, Entity};
use crate::http::{Cx, Received, Reply, Result};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, sea_query::Expr};
use shared::orders::{BasketCount, CountBasket};

pub(super) async fn count_basket(cx: Cx, _: Received<CountBasket>) -> Result<Reply<CountBasket>> {
    let counted: Option<(i64, Option<i64>)> = Entity::find()
        .select_only()
        .column_as(Column::PackId.count(), "lines")
        .column_as(Expr::col(Column::Quantity).sum().cast_as("bigint"), "cases")
        .filter(Column::UserId.eq(cx.member()?.user_id))
        .into_tuple()
        .one(cx.reader())
        .await?;
    let (lines, cases) = counted.unwrap_or_default();
    Reply::read(&BasketCount {
        lines,
        cases: cases.unwrap_or_default(),
    })
}
