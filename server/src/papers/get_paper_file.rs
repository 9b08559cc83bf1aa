//! Brings a paper's scan as a download.

use super::{policy, rows::paper, scan};
use crate::http::{Cx, Received, Reply, Result};
use shared::papers::GetPaperFile;

pub(super) async fn get_paper_file(cx: Cx, received: Received<GetPaperFile>) -> Result<Reply<GetPaperFile>> {
    let (id,) = received.path;
    let row = paper(cx.reader(), id).await?;
    policy::may_see(cx.member()?, &row)?;
    let (bytes, name) = scan::bring(&cx, &row).await?;
    Reply::download(bytes, &name)
}
