//! Takes a paper away, and erases its scan.

use super::{
    entity::papers::Model,
    erase_scan::{Erase, KIND},
    policy::{self, Change},
    rows::{paper, save, tell},
    view::view,
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Received, Reply, Result},
};
use shared::papers::RemovePaper;

pub(super) async fn remove_paper(cx: Cx, received: Received<RemovePaper>) -> Result<Reply<RemovePaper>> {
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    let row = paper(&*tx, id).await?;
    let allowed = policy::may_change(cx.member()?, &row)?;
    tx.before(&view(&*tx, row.clone(), cx.today()).await?);
    let before = row.clone();
    let row = remove(&tx, allowed, row).await?;
    tell(&mut tx, &before, &row).await?;
    tx.finish("paper", id, &(), None).await
}

async fn remove(tx: &Tx, _: Allowed<Change>, mut row: Model) -> Result<Model> {
    if let Some(file) = row.file.take() {
        tx.job(KIND, tx.at(), &Erase { file })?;
    }
    row.media_type = None;
    row.file_size = None;
    row.removed_at = Some(tx.at());
    save(tx, row).await
}
