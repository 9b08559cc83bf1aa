//! Finds published products.

use super::{filter::Wanted, find::find};
use crate::http::{Cx, Received, Reply, Result};
use shared::discovery::ListProducts;

pub(super) async fn list_products(cx: Cx, received: Received<ListProducts>) -> Result<Reply<ListProducts>> {
    let wanted = Wanted::asked_by(&cx, &received.query).await?;
    let list = {
        let state = cx.app.index.answering(&cx.app, &wanted).await;
        find(&state, &wanted)?
    };
    let reply = Reply::read(&list)?;
    Ok(if wanted.papers_complete {
        reply
    } else {
        reply.shared()
    })
}
