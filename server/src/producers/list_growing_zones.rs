//! Lists the growing zones of the provincial plan.

use crate::{
    http::{Cx, Received, Reply, Result},
    province::province,
};
use shared::{Page, producers::ListGrowingZones, text::holds};

pub(super) async fn list_growing_zones(
    _: Cx,
    received: Received<ListGrowingZones>,
) -> Result<Reply<ListGrowingZones>> {
    let query = &received.query;
    let crop = query.crop.as_deref().unwrap_or_default();
    let zones = province()
        .zones
        .iter()
        .filter(|zone| {
            query
                .commune
                .as_ref()
                .is_none_or(|code| zone.commune.code == *code)
        })
        .filter(|zone| holds(&zone.crop, crop))
        .cloned()
        .collect();
    Ok(Reply::read(&Page::whole(zones))?.shared())
}
