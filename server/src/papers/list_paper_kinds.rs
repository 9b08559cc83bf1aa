//! Lists the kinds of papers, how long each lasts, and which law says so.

use super::law::law;
use crate::http::{Cx, Received, Reply, Result};
use shared::{Page, papers::ListPaperKinds};

pub(super) async fn list_paper_kinds(_: Cx, _: Received<ListPaperKinds>) -> Result<Reply<ListPaperKinds>> {
    Ok(Reply::read(&Page::whole(law().kinds.clone()))?.shared())
}
