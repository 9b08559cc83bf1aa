//! Lists the province's communes in Vietnamese order.

use crate::{
    http::{Cx, Received, Reply, Result},
    province::province,
};
use shared::{Page, producers::ListCommunes, text::holds};

pub(super) async fn list_communes(_: Cx, received: Received<ListCommunes>) -> Result<Reply<ListCommunes>> {
    let wanted = received.query.q.as_deref().unwrap_or_default();
    let communes = province()
        .communes
        .iter()
        .filter(|commune| holds(&commune.name, wanted))
        .cloned()
        .collect();
    Ok(Reply::read(&Page::whole(communes))?.shared())
}
