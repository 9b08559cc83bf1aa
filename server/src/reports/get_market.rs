//! Tells which market this is and who runs it, as the e-commerce law asks of a platform's owner.

use crate::{
    http::{Cx, Received, Reply, Result},
    identity::{Office as Row, offices},
    province::province,
};
use shared::{
    identity::OrganisationKind,
    reports::{GetMarket, Market, Office},
};

pub(super) async fn get_market(cx: Cx, _: Received<GetMarket>) -> Result<Reply<GetMarket>> {
    let rows = offices(cx.reader()).await?;
    let of = |kind| {
        let views = rows
            .iter()
            .filter(|row| row.kind == kind)
            .map(|row: &Row| Office {
                name: row.name.clone(),
                commune: province().commune_or_code(&row.commune_code),
                contact: row.contact.clone(),
            });
        views.collect()
    };
    let market = Market {
        province: province().name.clone(),
        province_en: province().name_en.clone(),
        demo: cx.app.settings.demo,
        centre: of(OrganisationKind::Centre),
        authorities: of(OrganisationKind::Authority),
    };
    Ok(Reply::read(&market)?.shared())
}
