//! Shows a paper to those whom it concerns.

use super::{policy, rows::paper, view::view};
use crate::http::{Cx, Received, Reply, Result};
use shared::papers::GetPaper;

pub(super) async fn get_paper(cx: Cx, received: Received<GetPaper>) -> Result<Reply<GetPaper>> {
    let (id,) = received.path;
    let row = paper(cx.reader(), id).await?;
    policy::may_see(cx.member()?, &row)?;
    let view = view(cx.reader(), row, cx.today()).await?;
    Reply::new(&view, Some(view.version))
}
