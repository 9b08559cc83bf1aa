//! The newest version of a product, and how it changes.
//!
//! A draft changes in place. Public texts never do: a change of a published product starts the next version as a copy,
//! and the public version stays until the centre publishes the new one.

use super::{
    entity::{product_versions as versions, products},
    policy::Edit,
};
use crate::{
    auth::Allowed,
    db::Tx,
    http::{Error, Result},
};
use anyhow::Context;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use shared::{Code, ProductId, ProductVersionId, catalogue::ProductStatus};

/// A product with its newest version.
#[derive(Clone, Debug)]
pub(super) struct Working {
    pub(super) product: products::Model,
    pub(super) version: versions::Model,
}

/// Reads a product to change it. PostgreSQL keeps others waiting until then, so that photographs sent side by side all
/// arrive; SQLite has one writer anyway.
pub(super) async fn working(tx: &Tx, id: ProductId) -> Result<Working> {
    let product = products::Entity::find_by_id(id)
        .lock_exclusive()
        .one(&**tx)
        .await?
        .ok_or_else(Error::not_found)?;
    let version = versions::Entity::find_by_id(product.current_version_id)
        .one(&**tx)
        .await?
        .context("a product without its newest version")?;
    Ok(Working { product, version })
}

/// Changes the texts or pictures; what comes out is a draft.
pub(super) async fn edit(
    tx: &Tx,
    _: Allowed<Edit>,
    working: Working,
    change: impl FnOnce(&mut versions::Model) -> Result<()>,
) -> Result<Working> {
    let Working {
        mut product,
        mut version,
    } = working;
    let starts_next = product.status == ProductStatus::Published;
    if starts_next {
        version = next_version(version, ProductVersionId(tx.new_id()), tx.at());
        product.current_version_id = version.id;
    }
    change(&mut version)?;
    product.status = ProductStatus::Draft;
    if starts_next {
        versions::Entity::insert(versions::ActiveModel::from(version.clone()))
            .exec_without_returning(&**tx)
            .await?;
        let product = save_product(tx, product).await?;
        Ok(Working { product, version })
    } else {
        save(tx, Working { product, version }).await
    }
}

/// Writes a product and its newest version down.
pub(super) async fn save(tx: &Tx, working: Working) -> Result<Working> {
    let product = save_product(tx, working.product).await?;
    let change = versions::ActiveModel::from(working.version.clone()).reset_all();
    versions::Entity::update(change)
        .exec_without_returning(&**tx)
        .await?;
    Ok(Working {
        product,
        version: working.version,
    })
}

async fn save_product(tx: &Tx, mut product: products::Model) -> Result<products::Model> {
    let seen = product.version;
    product.version += 1;
    let change = products::ActiveModel {
        current_version_id: Set(product.current_version_id),
        public_version_id: Set(product.public_version_id),
        reviewed_version_id: Set(product.reviewed_version_id),
        withdrawn_at: Set(product.withdrawn_at),
        taken_down_at: Set(product.taken_down_at),
        taken_down_reason: Set(product.taken_down_reason.clone()),
        status: Set(product.status),
        published_at: Set(product.published_at),
        version: Set(product.version),
        ..Default::default()
    };
    let changed = products::Entity::update_many()
        .set(change)
        .filter(products::Column::Id.eq(product.id))
        .filter(products::Column::Version.eq(seen))
        .exec(&**tx)
        .await?;
    if changed.rows_affected == 0 {
        Err(Error::refuse(Code::WrongState))
    } else {
        Ok(product)
    }
}

/// A copy to work on; nobody has reviewed it yet.
fn next_version(version: versions::Model, id: ProductVersionId, at: shared::Timestamp) -> versions::Model {
    versions::Model {
        id,
        number: version.number + 1,
        created_at: at,
        submitted_at: None,
        reviewed_at: None,
        review_reason: None,
        ..version
    }
}

/// Says whether visitors see what changes beside the texts.
pub(super) fn tell(tx: &mut Tx, product: &products::Model) {
    if product.public_version_id.is_some() {
        tx.changed(product.id);
    } else {
        tx.private();
    }
}
