//! Finds today's commune for an address from before July 2025.

use crate::{
    http::{Cx, Received, Reply, Result},
    province::province,
};
use shared::{Page, producers::ListLegacyCommunes, text::folded};

pub(super) async fn list_legacy_communes(
    _: Cx,
    received: Received<ListLegacyCommunes>,
) -> Result<Reply<ListLegacyCommunes>> {
    let wanted = folded(received.query.q.as_deref().unwrap_or_default().trim());
    let communes = province()
        .legacy
        .iter()
        .filter(|row| {
            folded(&row.old_commune).contains(&wanted) || folded(&row.old_district).contains(&wanted)
        })
        .cloned()
        .collect();
    Ok(Reply::read(&Page::whole(communes))?.shared())
}
