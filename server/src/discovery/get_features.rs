//! Lists what is featured.

use crate::{
    auth::let_in,
    curation::features,
    http::{Cx, Received, Reply, Result},
};
use shared::{
    Access, Page,
    discovery::{Feature, GetFeatures},
    identity::OrganisationKind::Centre,
};

pub(super) async fn get_features(cx: Cx, received: Received<GetFeatures>) -> Result<Reply<GetFeatures>> {
    let all = received.query.all == Some(true);
    if all {
        let_in(&cx.actor, Access::Kinds(&[Centre]))?;
    }
    let mut rows = features(cx.reader()).await?;
    rows.sort_by_key(|row| (row.slot, row.from));
    let today = cx.today();
    let features = {
        let state = cx.app.index.today(&cx.app).await;
        let view = |row: crate::curation::FeatureRow| {
            let product = state.card_of(row.product_id)?;
            let in_time = row.from <= today && today <= row.until;
            Some(Feature {
                shown: in_time && product.stars.is_some() && product.available > 0,
                slot: row.slot,
                from: row.from,
                until: row.until,
                reason: row.reason,
                reason_en: row.reason_en,
                product,
            })
        };
        rows.into_iter()
            .filter_map(view)
            .filter(|feature| all || feature.shown)
            .collect()
    };
    let reply = Reply::read(&Page::whole(features))?;
    Ok(if all { reply } else { reply.shared() })
}
