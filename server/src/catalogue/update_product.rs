//! Changes a product's texts.

use super::{
    drafts::{Working, edit, working},
    entity::product_versions::Model,
    managed::view,
    policy,
    texts::{check_group, claims_text, new_texts, season_mask},
};
use crate::{
    auth::Member,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
};
use shared::{
    Code, ProductId,
    catalogue::{ProductUpdate, UpdateProduct},
    text::folded,
};

pub(super) async fn update_product(
    cx: Cx,
    received: Received<UpdateProduct>,
) -> Result<Reply<UpdateProduct>> {
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let working = change_product(
        &mut tx,
        cx.member()?,
        id,
        received.if_version,
        received.body.clone(),
    )
    .await?;
    let view = view(&*tx, working.product, cx.today()).await?;
    tx.finish("product", id, &view, Some(view.version)).await
}

/// Changes a product of the member's own within a transaction that may do more; refuses where it has changed since
/// the version that was seen.
pub(super) async fn change_product(
    tx: &mut Tx,
    member: &Member,
    id: ProductId,
    seen: Option<i64>,
    body: ProductUpdate,
) -> Result<Working> {
    if let Some(group) = &body.group {
        check_group(group)?;
    }
    let working = working(tx, id).await?;
    let allowed = policy::may_edit(member, &working.product)?;
    if seen.is_some_and(|seen| seen != working.product.version) {
        return Err(Error::refuse(Code::PreconditionFailed));
    }
    let before = new_texts(working.version.clone());
    let working = edit(tx, allowed, working, |version| {
        merge(version, body);
        Ok(())
    })
    .await?;
    tx.compare(&before, &new_texts(working.version.clone()));
    Ok(working)
}

/// What is left out stays; `null` and empty text take away what may be missing.
fn merge(version: &mut Model, body: ProductUpdate) {
    if let Some(name) = body.name {
        name.trim().clone_into(&mut version.name);
        version.name_folded = folded(&version.name);
    }
    if let Some(group) = body.group {
        version.group_code = group;
    }
    if let Some(description) = body.description {
        description.trim().clone_into(&mut version.description);
    }
    for (field, text) in [
        (&mut version.name_en, body.name_en),
        (&mut version.description_en, body.description_en),
        (&mut version.ingredients, body.ingredients),
        (&mut version.ingredients_en, body.ingredients_en),
        (&mut version.storage, body.storage),
        (&mut version.storage_en, body.storage_en),
    ] {
        *field = text.trimmed().apply(field.take());
    }
    version.shelf_life_days = body.shelf_life_days.apply(version.shelf_life_days);
    if let Some(months) = body.season_months {
        version.season_mask = season_mask(&months);
    }
    if let Some(claims) = body.claims {
        version.claims = claims_text(&claims);
    }
}
