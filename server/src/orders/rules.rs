//! How a retailer buys, as the operations read it.

use super::entity::buying_rules::{Entity, Model};
use crate::http::Result;
use sea_orm::{ConnectionTrait, EntityTrait};
use shared::{Money, OrganisationId, orders::BuyingRules};

/// The organisation's rules; none of its own: nothing has to be approved.
pub(super) async fn rules(db: &impl ConnectionTrait, organisation_id: OrganisationId) -> Result<Model> {
    let row = Entity::find_by_id(organisation_id).one(db).await?;
    Ok(row.unwrap_or(Model {
        organisation_id,
        approval_from: None,
        version: 0,
    }))
}

pub(super) fn view(row: &Model) -> BuyingRules {
    BuyingRules {
        approval_from: row.approval_from.map(Money::vnd),
        version: row.version,
    }
}
