//! Changes a pack. Orders already placed keep their price.

use super::{
    drafts::tell,
    entity::{
        packs::{ActiveModel, Column, Entity, Model},
        products,
    },
    packs::view_with_stock,
    policy::{self, Price},
    texts::filled,
};
use crate::{
    auth::{Allowed, Member},
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    Code, PackId,
    catalogue::{PackUpdate, UpdatePack},
};

pub(super) async fn update_pack(cx: Cx, received: Received<UpdatePack>) -> Result<Reply<UpdatePack>> {
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    let row = change_pack(
        &mut tx,
        cx.member()?,
        id,
        received.if_version,
        received.body.clone(),
    )
    .await?;
    let view = view_with_stock(&*tx, row, cx.today()).await?;
    tx.finish("pack", id, &view, Some(view.version)).await
}

/// Changes a pack of the member's own within a transaction that may do more; refuses where it has changed since the
/// version that was seen.
pub(super) async fn change_pack(
    tx: &mut Tx,
    member: &Member,
    id: PackId,
    seen: Option<i64>,
    body: PackUpdate,
) -> Result<Model> {
    let row = Entity::find_by_id(id)
        .one(&**tx)
        .await?
        .ok_or_else(Error::not_found)?;
    let allowed = policy::may_change_pack(member, &row)?;
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(Error::refuse(Code::PreconditionFailed));
    }
    let product = products::Entity::find_by_id(row.product_id)
        .one(&**tx)
        .await?
        .ok_or_else(Error::not_found)?;
    let row = change(tx, allowed, row, body).await?;
    tell(tx, &product);
    Ok(row)
}

async fn change(tx: &Tx, _: Allowed<Price>, seen: Model, body: PackUpdate) -> Result<Model> {
    let row = merged(seen.clone(), body);
    let change = ActiveModel {
        label: Set(row.label.clone()),
        label_en: Set(row.label_en.clone()),
        gtin: Set(row.gtin.clone()),
        case_gtin: Set(row.case_gtin.clone()),
        unit_price: Set(row.unit_price),
        min_cases: Set(row.min_cases),
        case_multiple: Set(row.case_multiple),
        vat_code: Set(row.vat_code),
        active: Set(row.active),
        version: Set(row.version),
        ..Default::default()
    };
    let changed = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(seen.id))
        .filter(Column::Version.eq(seen.version))
        .exec(&**tx)
        .await?;
    if changed.rows_affected == 0 {
        Err(Error::refuse(Code::PreconditionFailed))
    } else {
        Ok(row)
    }
}

/// What is left out stays.
fn merged(row: Model, body: PackUpdate) -> Model {
    Model {
        label: filled(body.label).unwrap_or(row.label),
        label_en: body.label_en.trimmed().apply(row.label_en),
        gtin: body.gtin.apply(row.gtin),
        case_gtin: body.case_gtin.apply(row.case_gtin),
        unit_price: body.unit_price.unwrap_or(row.unit_price),
        min_cases: body.min_cases.unwrap_or(row.min_cases),
        case_multiple: body.case_multiple.unwrap_or(row.case_multiple),
        vat_code: body.vat_code.unwrap_or(row.vat_code),
        active: body.active.unwrap_or(row.active),
        version: row.version + 1,
        ..row
    }
}
