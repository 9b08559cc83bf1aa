//! Adds a chain of a verified retailer.

use super::{
    chains::chain_view,
    entity::chains::{ActiveModel, Entity, Model},
    policy::{self, Found},
    update_chain::count,
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Error, OnConstraint, Received, Reply, Result},
    identity,
};
use sea_orm::EntityTrait;
use shared::{
    ChainId, FieldCode,
    identity::{OrganisationKind, OrganisationStatus},
    listings::{ChainCreate, CreateChain},
};

pub(super) async fn create_chain(cx: Cx, received: Received<CreateChain>) -> Result<Reply<CreateChain>> {
    let allowed = policy::may_found(cx.member()?)?;
    let tx = cx.begin(&received).await?;
    let row = found(&tx, allowed, &received.body).await?;
    let view = chain_view(row, Vec::new());
    tx.finish("chain", view.id, &view, None).await
}

async fn found(tx: &Tx, _: Allowed<Found>, body: &ChainCreate) -> Result<Model> {
    identity::organisation(&**tx, body.organisation_id)
        .await?
        .filter(|organisation| {
            organisation.kind == OrganisationKind::Retailer
                && organisation.status == OrganisationStatus::Verified
        })
        .ok_or_else(|| Error::field("organisation_id", FieldCode::Unknown))?;
    let row = Model {
        id: ChainId(tx.new_id()),
        organisation_id: body.organisation_id,
        name: body.name.trim().to_owned(),
        counts_as_retail_chain: body.counts_as_retail_chain,
        created_at: tx.at(),
        contact_sealed: None,
        version: 1,
    };
    Entity::insert(ActiveModel::from(row.clone()))
        .exec_without_returning(&**tx)
        .await
        .on_constraint("chains_name_key", || Error::field("name", FieldCode::Taken))?;
    if row.counts_as_retail_chain {
        count(tx, row.id, true).await?;
    }
    Ok(row)
}
