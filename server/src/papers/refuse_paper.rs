//! Does not accept a paper, with a reason that its producer reads. What was verified by mistake can be refused later.

use super::{
    decide::decide,
    policy,
    rows::{paper, tell},
    view::view,
};
use crate::http::{Cx, Received, Reply, Result};
use shared::papers::{PaperStatus, RefusePaper};

pub(super) async fn refuse_paper(cx: Cx, received: Received<RefusePaper>) -> Result<Reply<RefusePaper>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    let row = paper(&*tx, id).await?;
    let allowed = policy::may_decide(member, &row, &[PaperStatus::Pending, PaperStatus::Verified])?;
    received.expect_version(row.version)?;
    let before = row.clone();
    let reason = received.body.reason.trim().to_owned();
    let row = decide(&tx, allowed, row, member.user_id, Some(reason)).await?;
    tell(&mut tx, &before, &row).await?;
    let view = view(&*tx, row, cx.today()).await?;
    tx.finish("paper", id, &view, Some(view.version)).await
}
