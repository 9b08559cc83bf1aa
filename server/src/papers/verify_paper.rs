//! Says that a paper is what it says.

use super::{
    decide::decide,
    policy,
    rows::{paper, tell},
    view::view,
};
use crate::http::{Cx, Received, Reply, Result};
use shared::papers::{PaperStatus, VerifyPaper};

pub(super) async fn verify_paper(cx: Cx, received: Received<VerifyPaper>) -> Result<Reply<VerifyPaper>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    let row = paper(&*tx, id).await?;
    let allowed = policy::may_decide(member, &row, &[PaperStatus::Pending, PaperStatus::Refused])?;
    received.expect_version(row.version)?;
    let before = row.clone();
    let row = decide(&tx, allowed, row, member.user_id, None).await?;
    tell(&mut tx, &before, &row).await?;
    let view = view(&*tx, row, cx.today()).await?;
    tx.finish("paper", id, &view, Some(view.version)).await
}
