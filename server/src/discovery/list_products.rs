//! Finds published products.

use super::{filter::Wanted, find::find};
use crate::http::{Cx, Received, Reply, Result};
use shared::discovery::ListProducts;

pub(super) async fn list_products(cx: Cx, received: Received<ListProducts>) -> Result<Reply<ListProducts>> {
    let wanted = Wanted::of(&received.query)?;
    let list = {
        let state = cx.app.index.answering(&cx.app, &wanted).await;
        find(&state, &wanted)?
    };
    Ok(Reply::read(&list)?.shared())
}
