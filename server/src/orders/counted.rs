//! What a buyer says to have arrived, line by line: what cannot be, what is written, and what was said before.

use super::entity::order_lines;
use crate::{
    db::Tx,
    http::{Error, Result},
};
use anyhow::Context;
use sea_orm::{ActiveValue::Set, EntityTrait};
use shared::{
    Code, FieldCode, OrderLineId,
    orders::{CountedLine, ReceiveLine},
};

/// Refuses what cannot be of these lines, everything at once.
pub(super) fn possible(ordered: &[order_lines::Model], lines: &[ReceiveLine]) -> Result<()> {
    let ordered: Vec<(OrderLineId, i64)> = ordered.iter().map(|line| (line.id, line.quantity)).collect();
    let problems = problems(&ordered, lines);
    if problems.is_empty() {
        return Ok(());
    }
    let refusal = Error::refuse(Code::ValidationFailed);
    Err(problems
        .into_iter()
        .fold(refusal, |refusal, (field, code, limit)| {
            refusal.with_field(field, code, limit)
        }))
}

/// Writes what arrived of each of these lines.
pub(super) async fn write(tx: &Tx, lines: &[ReceiveLine]) -> Result<()> {
    for line in lines {
        let counted = order_lines::ActiveModel {
            id: Set(line.line_id),
            accepted: Set(Some(line.accepted)),
            damaged: Set(Some(line.damaged.unwrap_or_default())),
            ..Default::default()
        };
        order_lines::Entity::update(counted)
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(())
}

/// As it is kept with an event: the line, cases accepted, cases damaged.
type Kept = (OrderLineId, i64, i64);

/// What was said of the lines of which something else is said now, to be kept; None where nothing changes.
pub(super) fn before(ordered: &[order_lines::Model], lines: &[ReceiveLine]) -> Result<Option<String>> {
    let changed: Vec<Kept> = ordered
        .iter()
        .filter_map(|line| {
            let now = lines.iter().find(|now| now.line_id == line.id)?;
            let (accepted, damaged) = (line.accepted?, line.damaged.unwrap_or_default());
            let same = (now.accepted, now.damaged.unwrap_or_default()) == (accepted, damaged);
            (!same).then_some((line.id, accepted, damaged))
        })
        .collect();
    if changed.is_empty() {
        return Ok(None);
    }
    let kept = serde_json::to_string(&changed).context("order_events.counted_before")?;
    Ok(Some(kept))
}

/// What counts as arrived of each line once this is said besides; for the audit trail.
pub(super) fn figures(ordered: &[order_lines::Model], lines: &[ReceiveLine]) -> Vec<serde_json::Value> {
    let figures = ordered.iter().map(|line| {
        let now = lines.iter().find(|now| now.line_id == line.id);
        let (accepted, damaged) = match now {
            Some(now) => (Some(now.accepted), Some(now.damaged.unwrap_or_default())),
            None => (line.accepted, line.damaged),
        };
        serde_json::json!({ "accepted": accepted, "damaged": damaged })
    });
    figures.collect()
}

/// Reads what was kept.
pub(super) fn read(kept: Option<&str>) -> Result<Vec<CountedLine>> {
    let Some(kept) = kept else { return Ok(Vec::new()) };
    let lines: Vec<Kept> = serde_json::from_str(kept).context("order_events.counted_before")?;
    let line = |(line_id, accepted, damaged)| CountedLine {
        line_id,
        accepted,
        damaged,
    };
    Ok(lines.into_iter().map(line).collect())
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
