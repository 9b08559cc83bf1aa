//! Shows a collection.

use super::list_collections::shown;
use crate::http::{Cx, Error, Received, Reply, Result};
use shared::discovery::GetCollection;

pub(super) async fn get_collection(
    cx: Cx,
    received: Received<GetCollection>,
) -> Result<Reply<GetCollection>> {
    let all = received.query.all == Some(true);
    let view = shown(&cx, Some(&received.path.0.0), all)
        .await?
        .pop()
        .ok_or_else(Error::not_found)?;
    let reply = Reply::read(&view)?;
    Ok(if all { reply } else { reply.shared() })
}
