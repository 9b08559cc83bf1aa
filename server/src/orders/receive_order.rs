//! The buyer says what arrived, line by line.

use super::{
    advance::{advance, lines, read},
    counted,
    entity::order_lines,
    policy, view,
};
use crate::http::{Cx, Received, Reply, Result};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use shared::orders::{OrderAction, ReceiveOrder};

pub(super) async fn receive_order(cx: Cx, received: Received<ReceiveOrder>) -> Result<Reply<ReceiveOrder>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let row = read(&tx, id).await?;
    let step = policy::may_advance(member, &row, OrderAction::Receive, tx.at())?;
    counted::possible(&lines(&tx, id).await?, &received.body.lines)?;
    let note = received.body.note.clone();
    let row = advance(&mut tx, step, row, Some(member.organisation_id), note).await?;
    // A line left out was accepted whole.
    order_lines::Entity::update_many()
        .col_expr(
            order_lines::Column::Accepted,
            Expr::col(order_lines::Column::Quantity),
        )
        .col_expr(order_lines::Column::Damaged, Expr::val(0_i64))
        .filter(order_lines::Column::OrderId.eq(id))
        .exec(&*tx)
        .await?;
    counted::write(&tx, &received.body.lines).await?;
    let view = view::order(&*tx, member, row, tx.at()).await?;
    tx.finish("order", id, &view, Some(view.version)).await
}
