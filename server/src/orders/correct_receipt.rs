//! The buyer corrects what was typed wrongly when the goods were counted. Only lines change: what is due, what is missing
//! and what was sold is always reckoned from them, and stock has left with the goods.

use super::{
    advance::{Said, advance, lines, read},
    counted, policy, view,
};
use crate::http::{Cx, Error, Received, Reply, Result};
use shared::{
    FieldCode,
    orders::{CorrectReceipt, OrderAction},
};

pub(super) async fn correct_receipt(
    cx: Cx,
    received: Received<CorrectReceipt>,
) -> Result<Reply<CorrectReceipt>> {
    let (id,) = received.path;
    let body = &received.body;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let row = read(&tx, id).await?;
    let step = policy::may_advance(member, &row, OrderAction::Correct, tx.at())?;
    let lines = lines(&tx, id).await?;
    counted::possible(&lines, &body.lines)?;
    let before = counted::before(&lines, &body.lines)?;
    if before.is_none() {
        return Err(Error::field("lines", FieldCode::Unchanged));
    }
    let said = Said {
        note: Some(body.reason.clone()),
        counted_before: before,
        ..Said::default()
    };
    let row = advance(&mut tx, step, row, Some(member.organisation_id), said).await?;
    counted::write(&tx, &body.lines).await?;
    // Not the step, which is none, but what was counted.
    tx.compare(
        &serde_json::json!({ "lines": counted::figures(&lines, &[]) }),
        &serde_json::json!({ "lines": counted::figures(&lines, &body.lines), "reason": body.reason }),
    );
    let view = view::order(&*tx, member, row, tx.at()).await?;
    tx.finish("order", id, &view, Some(view.version)).await
}
