//! Changes a chain. Since when it counts for coverage is kept, so that the figures of past days stay what they were.

use super::{
    chains::record,
    contact,
    entity::{
        chain_periods,
        chains::{ActiveModel, Column, Entity, Model},
        listings,
    },
    policy::{self, Extend},
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Cx, Error, OnConstraint, Received, Reply, Result},
    vault::Vault,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::OnConflict};
use shared::{
    ChainId, Code, FieldCode, ProductId,
    listings::{ChainUpdate, ListingStatus, UpdateChain},
};

pub(super) async fn update_chain(cx: Cx, received: Received<UpdateChain>) -> Result<Reply<UpdateChain>> {
    let (id,) = received.path;
    let member = cx.member()?;
    let body = &received.body;
    let mut tx = cx.begin(&received).await?;
    let chain = Entity::find_by_id(id)
        .one(&*tx)
        .await?
        .ok_or_else(Error::not_found)?;
    let allowed = policy::may_extend(member, &chain)?;
    received.expect_version(chain.version)?;
    let recounted = chain.counts_as_retail_chain != body.counts_as_retail_chain;
    if recounted {
        policy::may_found(member)?;
    }
    tx.before(&record(&*tx, cx.vault(), chain.clone()).await?);
    let row = update(&tx, allowed, cx.vault(), chain, body).await?;
    if recounted {
        count(&tx, id, row.counts_as_retail_chain).await?;
    }
    // The chain's name stands beside each of its products.
    for product in standing(&tx, id).await? {
        tx.changed(product);
    }
    let view = record(&*tx, cx.vault(), row).await?;
    tx.finish("chain", id, &view, Some(view.version)).await
}

async fn update(
    tx: &Tx,
    _: Allowed<Extend>,
    vault: &Vault,
    mut row: Model,
    body: &ChainUpdate,
) -> Result<Model> {
    let seen = row.version;
    body.name.trim().clone_into(&mut row.name);
    row.counts_as_retail_chain = body.counts_as_retail_chain;
    row.contact_sealed = contact::seal(vault, "chains", row.id, body.contact.as_ref())?;
    row.version += 1;
    let change = ActiveModel {
        name: Set(row.name.clone()),
        counts_as_retail_chain: Set(row.counts_as_retail_chain),
        contact_sealed: Set(row.contact_sealed.clone()),
        version: Set(row.version),
        ..Default::default()
    };
    let changed = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(row.id))
        .filter(Column::Version.eq(seen))
        .exec(&**tx)
        .await
        .on_constraint("chains_name_key", || Error::field("name", FieldCode::Taken))?;
    if changed.rows_affected == 0 {
        return Err(Error::refuse(Code::PreconditionFailed));
    }
    Ok(row)
}

/// Begins or ends the time in which the chain's shelves count.
pub(super) async fn count(tx: &Tx, chain: ChainId, counts: bool) -> Result<()> {
    if counts {
        let row = chain_periods::ActiveModel {
            chain_id: Set(chain),
            from_at: Set(tx.at()),
            until_at: Set(None),
        };
        // Off and on again within one instant: the period goes on.
        chain_periods::Entity::insert(row)
            .on_conflict(
                OnConflict::columns([chain_periods::Column::ChainId, chain_periods::Column::FromAt])
                    .update_column(chain_periods::Column::UntilAt)
                    .to_owned(),
            )
            .exec_without_returning(&**tx)
            .await?;
        return Ok(());
    }
    let end = chain_periods::ActiveModel {
        until_at: Set(Some(tx.at())),
        ..Default::default()
    };
    chain_periods::Entity::update_many()
        .set(end)
        .filter(chain_periods::Column::ChainId.eq(chain))
        .filter(chain_periods::Column::UntilAt.is_null())
        .exec(&**tx)
        .await?;
    Ok(())
}

/// Products on the chain's shelves.
async fn standing(tx: &Tx, chain: ChainId) -> Result<Vec<ProductId>> {
    Ok(listings::Entity::find()
        .select_only()
        .column(listings::Column::ProductId)
        .filter(listings::Column::ChainId.eq(chain))
        .filter(listings::Column::Status.eq(ListingStatus::OnShelf))
        .into_tuple()
        .all(&**tx)
        .await?)
}
