//! Changes a store.

use super::{
    chains::store_record,
    contact,
    entity::{
        chains, listing_stores, listings,
        stores::{ActiveModel, Column, Entity, Model},
    },
    policy::{self, Extend},
};
use crate::{
    auth::{Allowed, Member},
    db::Tx,
    http::{Cx, Error, OnConstraint, Received, Reply, Result},
    vault::Vault,
};
use anyhow::anyhow;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use shared::{
    Code, FieldCode, ProductId, StoreId,
    listings::{StoreUpdate, UpdateStore},
};

pub(super) async fn update_store(cx: Cx, received: Received<UpdateStore>) -> Result<Reply<UpdateStore>> {
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    let (allowed, row) = find(&tx, cx.member()?, id).await?;
    received.expect_version(row.version)?;
    tx.before(&store_record(&*tx, cx.vault(), row.clone()).await?);
    let row = update(&tx, allowed, cx.vault(), row, &received.body).await?;
    for product in standing(&tx, id).await? {
        tx.changed(product);
    }
    let view = store_record(&*tx, cx.vault(), row).await?;
    tx.finish("store", id, &view, Some(view.version)).await
}

/// A store that the member may change; a closed one stays as it was.
pub(super) async fn find(tx: &Tx, member: &Member, id: StoreId) -> Result<(Allowed<Extend>, Model)> {
    let row = Entity::find_by_id(id)
        .one(&**tx)
        .await?
        .ok_or_else(Error::not_found)?;
    let chain = chains::Entity::find_by_id(row.chain_id)
        .one(&**tx)
        .await?
        .ok_or_else(|| Error::Internal(anyhow!("store {id} is of no chain")))?;
    let allowed = policy::may_extend(member, &chain)?;
    if row.closed_at.is_some() {
        return Err(Error::refuse(Code::WrongState).told("Cửa hàng này đã đóng.", "The store is closed."));
    }
    Ok((allowed, row))
}

/// Products that stand in the store.
pub(super) async fn standing(tx: &Tx, store: StoreId) -> Result<Vec<ProductId>> {
    let here = listing_stores::Entity::find()
        .select_only()
        .column(listing_stores::Column::ListingId)
        .filter(listing_stores::Column::StoreId.eq(store))
        .filter(listing_stores::Column::RemovedAt.is_null())
        .into_query();
    Ok(listings::Entity::find()
        .select_only()
        .column(listings::Column::ProductId)
        .filter(listings::Column::Id.in_subquery(here))
        .into_tuple()
        .all(&**tx)
        .await?)
}

async fn update(
    tx: &Tx,
    _: Allowed<Extend>,
    vault: &Vault,
    mut row: Model,
    body: &StoreUpdate,
) -> Result<Model> {
    let seen = row.version;
    body.code.trim().clone_into(&mut row.code);
    body.name.trim().clone_into(&mut row.name);
    body.address.trim().clone_into(&mut row.address);
    row.commune_code.clone_from(&body.commune_code);
    row.gln.clone_from(&body.gln);
    row.contact_sealed = contact::seal(vault, "stores", row.id, body.contact.as_ref())?;
    row.version += 1;
    let change = ActiveModel {
        code: Set(row.code.clone()),
        name: Set(row.name.clone()),
        address: Set(row.address.clone()),
        commune_code: Set(row.commune_code.clone()),
        gln: Set(row.gln.clone()),
        contact_sealed: Set(row.contact_sealed.clone()),
        version: Set(row.version),
        ..Default::default()
    };
    write(tx, row, seen, change).await
}

/// Writes a change of a store that nobody else has changed meanwhile.
pub(super) async fn write(tx: &Tx, row: Model, seen: i64, change: ActiveModel) -> Result<Model> {
    let changed = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(row.id))
        .filter(Column::Version.eq(seen))
        .exec(&**tx)
        .await
        .on_constraint("stores_chain_id_code_key", || {
            Error::field("code", FieldCode::Taken)
        })?;
    if changed.rows_affected == 0 {
        return Err(Error::refuse(Code::PreconditionFailed));
    }
    Ok(row)
}
