//! Adds a store to a chain.

use super::{
    entity::{
        chains,
        stores::{ActiveModel, Entity, Model},
    },
    policy::{self, Extend},
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Error, OnConstraint, Received, Reply, Result},
};
use sea_orm::EntityTrait;
use shared::{
    ChainId, FieldCode, StoreId,
    listings::{CreateStore, Store, StoreCreate},
};

pub(super) async fn create_store(cx: Cx, received: Received<CreateStore>) -> Result<Reply<CreateStore>> {
    let (chain_id,) = received.path;
    let tx = cx.begin(&received).await?;
    let chain = chains::Entity::find_by_id(chain_id)
        .one(&*tx)
        .await?
        .ok_or_else(Error::not_found)?;
    let allowed = policy::may_extend(cx.member()?, &chain)?;
    let row = extend(&tx, allowed, chain_id, &received.body).await?;
    let view = Store::from(row);
    tx.finish("store", view.id, &view, None).await
}

async fn extend(tx: &Tx, _: Allowed<Extend>, chain_id: ChainId, body: &StoreCreate) -> Result<Model> {
    let row = Model {
        id: StoreId(tx.new_id()),
        chain_id,
        code: body.code.trim().to_owned(),
        name: body.name.trim().to_owned(),
        address: body.address.trim().to_owned(),
        commune_code: body.commune_code.clone(),
        gln: body.gln.clone(),
        created_at: tx.at(),
        contact_sealed: None,
        closed_at: None,
        version: 1,
    };
    Entity::insert(ActiveModel::from(row.clone()))
        .exec_without_returning(&**tx)
        .await
        .on_constraint("stores_chain_id_code_key", || {
            Error::field("code", FieldCode::Taken)
        })?;
    Ok(row)
}
