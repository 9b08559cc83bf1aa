//! Puts a collection together under an address of its own, or changes it as a whole.

use super::{
    collections::products_of,
    entity::{
        collection_products,
        collections::{ActiveModel, Column, Entity, Model},
    },
    policy::{self, Collect},
};
use crate::{
    auth::Allowed,
    catalogue::{self, ProductRow},
    certification,
    db::Tx,
    http::{Cx, Error, OnConstraint, Received, Reply, Result},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{
    Code, CollectionId, Date, FieldCode, ProductId,
    curation::{CollectionPut, CollectionRecord, PutCollection},
    listings::ProductRef,
};
use std::collections::HashMap;

pub(super) async fn put_collection(
    cx: Cx,
    received: Received<PutCollection>,
) -> Result<Reply<PutCollection>> {
    let slug = received.path.0.0.clone();
    let allowed = policy::may_collect(cx.member()?)?;
    let body = &received.body;
    let mut tx = cx.begin(&received).await?;
    let old = Entity::find()
        .filter(Column::Slug.eq(slug.as_str()))
        .one(&*tx)
        .await?;
    let seen = expect_version(old.as_ref(), body.version)?;
    let held = match &old {
        Some(old) => products_of(&*tx, [old.id])
            .await?
            .remove(&old.id)
            .unwrap_or_default(),
        None => Vec::new(),
    };
    let products = catalogue::products(&*tx, body.product_ids.iter().chain(&held)).await?;
    expect_products(&*tx, &products, &held, &body.product_ids, cx.today()).await?;
    if let Some(old) = &old {
        tx.before(&record(old.clone(), &held, &products));
    }
    let row = merged(&tx, old, slug, body);
    write(&tx, allowed, &row, seen, &body.product_ids).await?;
    let view = record(row, &body.product_ids, &products);
    tx.finish("collection", view.id, &view, Some(view.version)).await
}

/// The version that is there, where the caller knows it.
fn expect_version(old: Option<&Model>, read: Option<i64>) -> Result<Option<i64>> {
    match (old, read) {
        (None, None) => Ok(None),
        (Some(old), Some(read)) if old.version == read => Ok(Some(read)),
        (Some(_), None) => Err(Error::refuse(Code::Taken).told(
            "Một bộ sưu tập khác đã có địa chỉ này.",
            "Another collection has this address.",
        )),
        _ => Err(Error::refuse(Code::PreconditionFailed)),
    }
}

/// What comes in must be public and certified; what is in already may stay, hidden until it is so again.
async fn expect_products(
    db: &impl ConnectionTrait,
    products: &HashMap<ProductId, ProductRow>,
    held: &[ProductId],
    wanted: &[ProductId],
    today: Date,
) -> Result<()> {
    let new: Vec<(usize, &ProductId)> = wanted
        .iter()
        .enumerate()
        .filter(|(_, id)| !held.contains(id))
        .collect();
    let unknown = new
        .iter()
        .find(|(_, id)| !products.get(id).is_some_and(|product| product.public));
    if let Some((index, _)) = unknown {
        return Err(Error::field(format!("product_ids[{index}]"), FieldCode::Unknown));
    }
    let stars = certification::valid_certificates(db, new.iter().map(|(_, id)| **id), today).await?;
    if new.iter().any(|(_, id)| !stars.contains_key(id)) {
        return Err(Error::refuse(Code::CertificateLapsed));
    }
    Ok(())
}

fn merged(tx: &Tx, old: Option<Model>, slug: String, body: &CollectionPut) -> Model {
    let text = |text: Option<&str>| {
        text.map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let (id, created_at, version) = old.map_or_else(
        || (CollectionId(tx.new_id()), tx.at(), 0),
        |old| (old.id, old.created_at, old.version),
    );
    Model {
        id,
        slug,
        title: body.title.trim().to_owned(),
        title_en: text(body.title_en.as_deref()),
        intro: text(body.intro.as_deref()),
        intro_en: text(body.intro_en.as_deref()),
        from_on: body.from,
        until_on: body.until,
        published: body.published,
        created_at,
        changed_at: tx.at(),
        version: version + 1,
    }
}

async fn write(
    tx: &Tx,
    _: Allowed<Collect>,
    row: &Model,
    seen: Option<i64>,
    product_ids: &[ProductId],
) -> Result<()> {
    let change = ActiveModel::from(row.clone());
    match seen {
        None => {
            Entity::insert(change)
                .exec_without_returning(&**tx)
                .await
                .on_constraint("collections_slug_key", || Error::refuse(Code::Taken))?;
        }
        Some(seen) => {
            let changed = Entity::update_many()
                .set(change.reset_all())
                .filter(Column::Id.eq(row.id))
                .filter(Column::Version.eq(seen))
                .exec(&**tx)
                .await?;
            if changed.rows_affected == 0 {
                return Err(Error::refuse(Code::PreconditionFailed));
            }
            empty(tx, row.id).await?;
        }
    }
    if product_ids.is_empty() {
        return Ok(());
    }
    let products = (1..)
        .zip(product_ids)
        .map(|(place, product)| collection_products::ActiveModel {
            collection_id: Set(row.id),
            place: Set(place),
            product_id: Set(*product),
        });
    collection_products::Entity::insert_many(products)
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

/// Takes everything out of a collection.
pub(super) async fn empty(tx: &Tx, id: CollectionId) -> Result<()> {
    collection_products::Entity::delete_many()
        .filter(collection_products::Column::CollectionId.eq(id))
        .exec(&**tx)
        .await?;
    Ok(())
}

/// A collection as the centre sees it.
pub(super) fn record(
    row: Model,
    product_ids: &[ProductId],
    products: &HashMap<ProductId, ProductRow>,
) -> CollectionRecord {
    let named = product_ids
        .iter()
        .filter_map(|id| products.get(id))
        .map(|product| ProductRef {
            id: product.id,
            slug: product.slug.clone(),
            name: product.name.clone(),
            name_en: product.name_en.clone(),
        });
    CollectionRecord {
        id: row.id,
        products: named.collect(),
        slug: row.slug,
        title: row.title,
        title_en: row.title_en,
        intro: row.intro,
        intro_en: row.intro_en,
        from: row.from_on,
        until: row.until_on,
        published: row.published,
        version: row.version,
    }
}
