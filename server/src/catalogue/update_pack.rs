//! Changes a pack. Orders already placed keep their price; names and barcodes that buyers see wait for review.

use super::{
    barcodes::refuse_taken,
    drafts::tell,
    entity::{
        packs::{ActiveModel, Column, Entity, Model},
        products,
    },
    pack_words::{Words, hand_in_again},
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
    Code, FieldCode, PackId,
    catalogue::{PackUpdate, UpdatePack, names_other_unit},
};

pub(super) async fn update_pack(cx: Cx, received: Received<UpdatePack>) -> Result<Reply<UpdatePack>> {
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    let before = Entity::find_by_id(id).one(&*tx).await?;
    if let Some(before) = before {
        tx.before(&view_with_stock(&*tx, before, cx.today()).await?);
    }
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
    let words = Words::newest(&row)?;
    let wanted = reworded(words.clone(), &body);
    if wanted != words {
        hand_in_again(tx, member, row.product_id).await?;
    }
    let row = change(tx, allowed, row, wanted, body).await?;
    tell(tx, &product);
    Ok(row)
}

async fn change(tx: &Tx, _: Allowed<Price>, seen: Model, words: Words, body: PackUpdate) -> Result<Model> {
    let mut row = merged(seen.clone(), &body);
    if body.label.is_some() && names_other_unit(&words.label, row.net_quantity, row.net_unit) {
        return Err(Error::field("label", FieldCode::OtherUnit));
    }
    if !seen.active || words != Words::newest(&seen)? {
        refuse_taken(&**tx, &row, &words).await?;
    }
    words.write(&mut row)?;
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
        proposed: Set(row.proposed.clone()),
        version: Set(row.version),
        ..Default::default()
    };
    let changed = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(seen.id))
        .filter(Column::Version.eq(seen.version))
        // Publishing leaves the version alone.
        .filter(Column::Reviewed.eq(seen.reviewed))
        .filter(match seen.proposed {
            Some(words) => Column::Proposed.eq(words),
            None => Column::Proposed.is_null(),
        })
        .exec(&**tx)
        .await?;
    if changed.rows_affected == 0 {
        Err(Error::refuse(Code::PreconditionFailed))
    } else {
        Ok(row)
    }
}

/// What is left out stays.
fn merged(row: Model, body: &PackUpdate) -> Model {
    Model {
        unit_price: body.unit_price.unwrap_or(row.unit_price),
        min_cases: body.min_cases.unwrap_or(row.min_cases),
        case_multiple: body.case_multiple.unwrap_or(row.case_multiple),
        vat_code: body.vat_code.unwrap_or(row.vat_code),
        active: body.active.unwrap_or(row.active),
        version: row.version + 1,
        ..row
    }
}

fn reworded(words: Words, body: &PackUpdate) -> Words {
    Words {
        label: filled(body.label.clone()).unwrap_or(words.label),
        label_en: body.label_en.clone().trimmed().apply(words.label_en),
        gtin: body.gtin.clone().apply(words.gtin),
        case_gtin: body.case_gtin.clone().apply(words.case_gtin),
    }
}
