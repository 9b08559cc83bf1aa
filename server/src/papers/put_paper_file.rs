//! Puts a scan to a paper in place of the one before.

use super::{
    entity::papers::Model,
    erase_scan::{Erase, KIND},
    policy::{self, Change},
    rows::{paper, save, tell},
    scan,
    update_paper::compare_again,
    view::view,
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Received, Reply, Result},
    media::Document,
};
use shared::papers::PutPaperFile;

pub(super) async fn put_paper_file(cx: Cx, received: Received<PutPaperFile>) -> Result<Reply<PutPaperFile>> {
    let (id,) = received.path;
    let bytes = scan::uploaded(&received)?;
    // Who may not learns it before work is done for nothing.
    policy::may_change(cx.member()?, &paper(cx.reader(), id).await?)?;
    let (file, document) = scan::keep(&cx, bytes).await?;
    let done = put(&cx, &received, file.clone(), &document).await;
    if done.is_err() {
        // Nothing names it: a refused or repeated upload leaves nothing behind.
        cx.app.media.delete(&file).await?;
    }
    done
}

async fn put(
    cx: &Cx,
    received: &Received<PutPaperFile>,
    file: String,
    document: &Document,
) -> Result<Reply<PutPaperFile>> {
    let (id,) = received.path;
    let mut tx = cx.begin(received).await?;
    let row = paper(&*tx, id).await?;
    let allowed = policy::may_change(cx.member()?, &row)?;
    let before = row.clone();
    let row = replace(&tx, allowed, row, file, document).await?;
    tell(&mut tx, &before, &row).await?;
    let view = view(&*tx, row, cx.today()).await?;
    tx.finish("paper", id, &view, Some(view.version)).await
}

async fn replace(
    tx: &Tx,
    _: Allowed<Change>,
    mut row: Model,
    file: String,
    document: &Document,
) -> Result<Model> {
    if let Some(file) = row.file.take() {
        tx.job(KIND, tx.at(), &Erase { file })?;
    }
    compare_again(&mut row);
    row.file = Some(file);
    row.media_type = Some(document.media_type.to_owned());
    row.file_size = i64::try_from(document.bytes.len()).ok();
    save(tx, row).await
}
