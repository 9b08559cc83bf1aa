//! Finds today's commune for an address from before July 2025.

use crate::{
    http::{Cx, Received, Reply, Result},
    province::province,
};
use shared::{Page, producers::ListLegacyCommunes, text::holds};

pub(super) async fn list_legacy_communes(
    _: Cx,
    received: Received<ListLegacyCommunes>,
) -> Result<Reply<ListLegacyCommunes>> {
    let wanted = received.query.q.as_deref().unwrap_or_default();
    let communes = province()
        .legacy
        .iter()
        .filter(|row| holds(&row.old_commune, wanted) || holds(&row.old_district, wanted))
        .cloned()
        .collect();
    Ok(Reply::read(&Page::whole(communes))?.shared())
}
