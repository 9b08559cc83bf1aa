//! The buyer says what arrived, line by line.

use super::{
    advance::{advance, lines, read},
    entity::order_lines,
    policy, view,
};
use crate::http::{Cx, Error, Received, Reply, Result};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use shared::{
    Code, FieldCode, OrderLineId,
    orders::{OrderAction, ReceiveLine, ReceiveOrder},
};

pub(super) async fn receive_order(cx: Cx, received: Received<ReceiveOrder>) -> Result<Reply<ReceiveOrder>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let row = read(&tx, id).await?;
    let step = policy::may_advance(member, &row, OrderAction::Receive, tx.at())?;
    let ordered: Vec<(OrderLineId, i64)> = lines(&tx, id)
        .await?
        .iter()
        .map(|line| (line.id, line.quantity))
        .collect();
    let problems = problems(&ordered, &received.body.lines);
    if !problems.is_empty() {
        let refusal = Error::refuse(Code::ValidationFailed);
        return Err(problems
            .into_iter()
            .fold(refusal, |refusal, (field, code, limit)| {
                refusal.with_field(field, code, limit)
            }));
    }
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
    for line in &received.body.lines {
        let counted = order_lines::ActiveModel {
            id: Set(line.line_id),
            accepted: Set(Some(line.accepted)),
            damaged: Set(Some(line.damaged.unwrap_or_default())),
            ..Default::default()
        };
        order_lines::Entity::update(counted)
            .exec_without_returning(&*tx)
            .await?;
    }
    let view = view::order(&*tx, member, row, tx.at()).await?;
    tx.finish("order", id, &view, Some(view.version)).await
}

/// What cannot be, of what the buyer says: (field, code, limit).
fn problems(ordered: &[(OrderLineId, i64)], lines: &[ReceiveLine]) -> Vec<(String, FieldCode, Option<i64>)> {
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let mut problem = |field: &str, code, limit| {
            found.push((format!("lines[{index}].{field}"), code, limit));
        };
        let Some((_, quantity)) = ordered.iter().find(|(id, _)| *id == line.line_id) else {
            problem("line_id", FieldCode::Unknown, None);
            continue;
        };
        if lines
            .iter()
            .take(index)
            .any(|other| other.line_id == line.line_id)
        {
            problem("line_id", FieldCode::Duplicate, None);
        }
        if line.accepted > *quantity {
            problem("accepted", FieldCode::TooLarge, Some(*quantity));
            continue;
        }
        let refused = quantity - line.accepted;
        if line.damaged.is_some_and(|damaged| damaged > refused) {
            problem("damaged", FieldCode::TooLarge, Some(refused));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::problems;
    use shared::{FieldCode, OrderLineId, orders::ReceiveLine};
    use uuid::Uuid;

    #[test]
    fn nobody_receives_more_than_was_sent() {
        let id = |number| OrderLineId(Uuid::from_u128(number));
        let line = |number, accepted, damaged| ReceiveLine {
            line_id: id(number),
            accepted,
            damaged,
        };
        let ordered = [(id(1), 5), (id(2), 3)];
        assert_eq!(problems(&ordered, &[line(1, 3, Some(2)), line(2, 3, None)]), []);
        let found = problems(
            &ordered,
            &[
                line(1, 4, Some(2)),
                line(2, 4, None),
                line(3, 1, None),
                line(1, 5, None),
            ],
        );
        let expected = [
            ("lines[0].damaged", FieldCode::TooLarge, Some(1)),
            ("lines[1].accepted", FieldCode::TooLarge, Some(3)),
            ("lines[2].line_id", FieldCode::Unknown, None),
            ("lines[3].line_id", FieldCode::Duplicate, None),
        ];
        let expected = expected.map(|(field, code, limit)| (field.to_owned(), code, limit));
        assert_eq!(found, expected);
    }
}
