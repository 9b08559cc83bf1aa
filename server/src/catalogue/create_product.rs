//! Starts a product as a draft.

use super::{
    entity::{product_versions as versions, products},
    managed::view,
    pictures::{add_illustration, check_illustration},
    texts::{check_group, claims_text, filled, image_ids_text, season_mask},
};
use crate::{
    auth::Member,
    db::{Tx, free_slug},
    http::{Cx, Error, OnConstraint, Received, Reply, Result},
};
use sea_orm::EntityTrait;
use shared::{
    Code, ProductId, ProductVersionId,
    catalogue::{CreateProduct, ProductCreate, ProductStatus},
    text::folded,
};

/// Addresses below `/products/` that are not products.
pub(super) const RESERVED: [&str; 2] = ["managed", "recorded"];

pub(super) async fn create_product(
    cx: Cx,
    received: Received<CreateProduct>,
) -> Result<Reply<CreateProduct>> {
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let row = start_product(&tx, cx.member()?, received.body.clone()).await?;
    let view = view(&*tx, row, cx.today()).await?;
    tx.finish("product", view.id, &view, Some(view.version)).await
}

/// Starts a product of the member's own within a transaction that may do more.
pub(super) async fn start_product(
    tx: &Tx,
    member: &Member,
    mut body: ProductCreate,
) -> Result<products::Model> {
    let producer_id = member.organisation_id;
    body.illustration = filled(body.illustration);
    check_group(&body.group)?;
    if let Some(name) = &body.illustration {
        check_illustration(name)?;
    }
    let id = ProductId(tx.new_id());
    let version_id = ProductVersionId(tx.new_id());
    let name = body.name.trim().to_owned();
    let row = products::Model {
        id,
        producer_id,
        slug: free_slug::<products::Entity>(&**tx, products::Column::Slug, &name, id.0, &RESERVED).await?,
        current_version_id: version_id,
        public_version_id: None,
        status: ProductStatus::Draft,
        created_at: tx.at(),
        published_at: None,
        version: 1,
        reviewed_version_id: None,
        withdrawn_at: None,
        taken_down_at: None,
        taken_down_reason: None,
    };
    products::Entity::insert(products::ActiveModel::from(row.clone()))
        .exec_without_returning(&**tx)
        .await
        .on_constraint("products_slug_key", || {
            // Somebody took the same name at the same instant; the next try sees it.
            Error::refuse(Code::Unavailable).retry_after(1)
        })?;
    let mut images = Vec::new();
    if let Some(name) = &body.illustration {
        images.push(add_illustration(tx, id, name).await?);
    }
    let version = versions::Model {
        id: version_id,
        product_id: id,
        number: 1,
        name_folded: folded(&name),
        name,
        name_en: filled(body.name_en),
        group_code: body.group,
        description: body.description.trim().to_owned(),
        description_en: filled(body.description_en),
        ingredients: filled(body.ingredients),
        storage: filled(body.storage),
        shelf_life_days: body.shelf_life_days,
        season_mask: season_mask(&body.season_months),
        claims: claims_text(&body.claims),
        image_ids: image_ids_text(&images)?,
        image_alts: "{}".to_owned(),
        created_at: tx.at(),
        submitted_at: None,
        reviewed_at: None,
        review_reason: None,
        ingredients_en: filled(body.ingredients_en),
        storage_en: filled(body.storage_en),
    };
    versions::Entity::insert(versions::ActiveModel::from(version))
        .exec_without_returning(&**tx)
        .await?;
    Ok(row)
}
