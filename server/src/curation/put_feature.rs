//! Features a product with a valid certificate; each slot has one product, and each product one slot.

use super::{
    FeatureRow,
    entity::features::{ActiveModel, Column, Entity, Model},
    features,
    policy::{self, Curate},
};
use crate::{
    auth::Allowed,
    catalogue::{self, ProductRow},
    certification,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{EntityTrait, sea_query::OnConflict};
use shared::{
    Code, FieldCode, ProductId,
    curation::{FeatureSlot, PutFeature},
    listings::ProductRef,
};

pub(super) async fn put_feature(cx: Cx, received: Received<PutFeature>) -> Result<Reply<PutFeature>> {
    let (slot,) = received.path;
    let member = cx.member()?;
    let allowed = policy::may_curate(member, slot)?;
    let body = &received.body;
    let mut tx = cx.begin(&received).await?;
    let filled = features(&*tx).await?;
    let before = filled.iter().find(|row| row.slot == slot);
    let ids = before
        .map(|row| row.product_id)
        .into_iter()
        .chain([body.product_id]);
    let mut products = catalogue::products(&*tx, ids).await?;
    if let Some(before) = before {
        tx.before(&slot_view(before.clone(), products.get(&before.product_id)));
    }
    let product = products
        .remove(&body.product_id)
        .filter(|product| product.public)
        .ok_or_else(|| Error::field("product_id", FieldCode::Unknown))?;
    let valid = certification::valid_certificates(&*tx, [product.id], cx.today()).await?;
    if !valid.contains_key(&product.id) {
        return Err(Error::refuse(Code::CertificateLapsed));
    }
    let replaced = place(&filled, slot, product.id)?;
    let row = Model {
        slot: i16::from(slot),
        product_id: product.id,
        from_on: body.from,
        until_on: body.until,
        reason: body.reason.trim().to_owned(),
        reason_en: body
            .reason_en
            .as_deref()
            .map(str::trim)
            .filter(|reason| !reason.is_empty())
            .map(str::to_owned),
        put_by: Some(member.user_id),
        put_at: tx.at(),
    };
    put(&tx, allowed, row.clone()).await?;
    tx.changed(product.id);
    if let Some(replaced) = replaced {
        tx.changed(replaced);
    }
    let view = slot_view(FeatureRow::from(row), Some(&product));
    tx.finish("feature", slot, &view, None).await
}

/// A filled slot with its product.
pub(super) fn slot_view(row: FeatureRow, product: Option<&ProductRow>) -> FeatureSlot {
    FeatureSlot {
        slot: row.slot,
        product: ProductRef {
            id: row.product_id,
            slug: product.map(|product| product.slug.clone()).unwrap_or_default(),
            name: product.map(|product| product.name.clone()).unwrap_or_default(),
            name_en: product.and_then(|product| product.name_en.clone()),
        },
        from: row.from,
        until: row.until,
        reason: row.reason,
        reason_en: row.reason_en,
    }
}

/// The product that gives way in the slot. Refuses a product that is featured elsewhere.
fn place(filled: &[FeatureRow], slot: u8, product: ProductId) -> Result<Option<ProductId>> {
    if filled
        .iter()
        .any(|other| other.slot != slot && other.product_id == product)
    {
        return Err(Error::field("product_id", FieldCode::Duplicate));
    }
    Ok(filled
        .iter()
        .find(|other| other.slot == slot)
        .map(|other| other.product_id))
}

async fn put(tx: &Tx, _: Allowed<Curate>, row: Model) -> Result<()> {
    Entity::insert(ActiveModel::from(row))
        .on_conflict(
            OnConflict::column(Column::Slot)
                .update_columns([
                    Column::ProductId,
                    Column::FromOn,
                    Column::UntilOn,
                    Column::Reason,
                    Column::ReasonEn,
                    Column::PutBy,
                    Column::PutAt,
                ])
                .to_owned(),
        )
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{FeatureRow, place};
    use shared::ProductId;
    use time::macros::date;

    #[test]
    fn a_product_holds_one_slot_and_a_slot_one_product() {
        let (held, other) = (ProductId::EXAMPLE, ProductId(uuid::Uuid::from_u128(7)));
        let filled = [FeatureRow {
            slot: 3,
            product_id: held,
            from: date!(2026 - 11 - 22),
            until: date!(2026 - 12 - 31),
            reason: "Đang vào vụ".into(),
            reason_en: None,
        }];
        assert_eq!(place(&filled, 3, other).unwrap(), Some(held));
        assert_eq!(place(&filled, 3, held).unwrap(), Some(held));
        assert_eq!(place(&filled, 4, other).unwrap(), None);
        assert!(place(&filled, 4, held).is_err());
    }
}
