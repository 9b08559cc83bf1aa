//! Lists the chains with their stores.

use super::chains;
use crate::http::{Cx, Received, Reply, Result};
use shared::{Page, listings::ListChains};

pub(super) async fn list_chains(cx: Cx, _: Received<ListChains>) -> Result<Reply<ListChains>> {
    Ok(Reply::read(&Page::whole(chains::all(cx.reader()).await?))?.shared())
}
