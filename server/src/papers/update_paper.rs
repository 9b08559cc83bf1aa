//! Writes a paper's particulars anew. Where more than its visibility changes, the centre compares it again.

use super::{
    entity::papers::Model,
    facts::{checked, differs},
    policy::{self, Change},
    rows::{paper, save, tell},
    view::view,
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
};
use shared::{
    Checks,
    papers::{PaperStatus, PaperUpdate, UpdatePaper},
};

pub(super) async fn update_paper(cx: Cx, received: Received<UpdatePaper>) -> Result<Reply<UpdatePaper>> {
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    let row = paper(&*tx, id).await?;
    let allowed = policy::may_change(cx.member()?, &row)?;
    received.expect_version(row.version)?;
    let mut checks = Checks::new(cx.lang);
    received.body.check_number(row.kind, &mut checks);
    let problems = checks.into_problems();
    if !problems.is_empty() {
        return Err(Error::invalid(problems));
    }
    let facts = checked(row.kind, row.product_id, received.body.clone(), cx.today())?;
    let before = row.clone();
    let row = update(&tx, allowed, row, facts).await?;
    tell(&mut tx, &before, &row).await?;
    let view = view(&*tx, row, cx.today()).await?;
    tx.finish("paper", id, &view, Some(view.version)).await
}

async fn update(tx: &Tx, _: Allowed<Change>, mut row: Model, facts: PaperUpdate) -> Result<Model> {
    if differs(&row, &facts) {
        compare_again(&mut row);
    }
    row.number = facts.number;
    row.issuer = facts.issuer;
    row.issued_on = facts.issued_on;
    row.expires_on = facts.expires_on;
    row.scope = facts.scope;
    row.exemption = facts.exemption;
    row.public = facts.public;
    row.shared_with_buyers = facts.shared_with_buyers;
    save(tx, row).await
}

/// What the centre has said of a paper is not said of a changed one.
pub(super) fn compare_again(row: &mut Model) {
    row.status = PaperStatus::Pending;
    row.reason = None;
    row.decided_by = None;
    row.decided_at = None;
}
