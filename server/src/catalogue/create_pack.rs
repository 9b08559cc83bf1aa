//! Adds a pack that can be ordered.

use super::{
    drafts::{tell, working},
    entity::packs::{ActiveModel, Entity, Model},
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
    policy::may_add_pack(member, &working.product)?;
    if !is_orderable(&working.version.group_code) {
        return Err(Error::refuse(Code::NotOrderable).detail("services are not ordered by the case"));
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
    };
    Entity::insert(ActiveModel::from(row.clone()))
        .exec_without_returning(&**tx)
        .await?;
    tell(tx, &working.product);
    Ok(row)
}
