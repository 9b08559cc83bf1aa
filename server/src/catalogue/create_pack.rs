//! Adds a pack that can be ordered, in a published product once the centre has reviewed it.

use super::{
    barcodes::refuse_taken,
    drafts::working,
    entity::packs::{ActiveModel, Entity, Model},
    pack_words::{Words, hand_in_again},
    packs::view_with_stock,
    policy,
    texts::{filled, is_orderable},
};
use crate::{
    auth::Member,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::EntityTrait;
use shared::{
    Code, Currency, PackId, ProductId,
    catalogue::{CreatePack, PackCreate},
};

pub(super) async fn create_pack(cx: Cx, received: Received<CreatePack>) -> Result<Reply<CreatePack>> {
    let (id,) = received.path;
    let mut tx = cx.begin(&received).await?;
    let row = add_pack(&mut tx, cx.member()?, id, received.body.clone()).await?;
    let view = view_with_stock(&*tx, row, cx.today()).await?;
    tx.finish("pack", view.id, &view, Some(view.version)).await
}

/// Adds a pack to a product of the member's own within a transaction that may do more.
pub(super) async fn add_pack(tx: &mut Tx, member: &Member, id: ProductId, body: PackCreate) -> Result<Model> {
    let working = working(tx, id).await?;
    policy::may_edit(member, &working.product)?;
    if !is_orderable(&working.version.group_code) {
        return Err(Error::refuse(Code::NotOrderable).told(
            "Dịch vụ không đặt theo thùng.",
            "Services are not ordered by the case.",
        ));
    }
    let PackCreate {
        label,
        label_en,
        gtin,
        case_gtin,
        units,
        net_quantity,
        net_unit,
        unit_price,
        min_cases,
        case_multiple,
        vat_code,
    } = body;
    let row = Model {
        id: PackId(tx.new_id()),
        product_id: id,
        producer_id: working.product.producer_id,
        label: label.trim().to_owned(),
        label_en: filled(label_en),
        gtin,
        case_gtin,
        units,
        net_quantity,
        net_unit,
        unit_price,
        currency: Currency::Vnd,
        min_cases,
        case_multiple,
        vat_code,
        active: true,
        created_at: tx.at(),
        version: 1,
        reviewed: false,
        proposed: None,
    };
    refuse_taken(&**tx, &row, &Words::newest(&row)?).await?;
    Entity::insert(ActiveModel::from(row.clone()))
        .exec_without_returning(&**tx)
        .await?;
    hand_in_again(tx, member, id).await?;
    // Buyers do not know it yet.
    tx.private();
    Ok(row)
}
