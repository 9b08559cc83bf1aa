//! Offers a published product to a chain.

use super::{
    chains::expect_stores,
    entity::{
        chains,
        listings::{ActiveModel, Entity, Model},
    },
    policy::{self, Pitch},
    step::open_key,
    view,
};
use crate::{
    auth::Allowed,
    catalogue,
    db::Tx,
    http::{Cx, Error, OnConstraint, Received, Reply, Result},
};
use sea_orm::EntityTrait;
use shared::{
    Code, FieldCode, ListingId, OrganisationId,
    listings::{ListingPitch, ListingStatus, PitchListing},
};

pub(super) async fn pitch_listing(cx: Cx, received: Received<PitchListing>) -> Result<Reply<PitchListing>> {
    let member = cx.member()?;
    let body = &received.body;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let product = catalogue::products(&*tx, [body.product_id])
        .await?
        .remove(&body.product_id);
    let allowed = policy::may_pitch(member, product.as_ref())?;
    if body.starts_on.is_some_and(|day| day < cx.today()) {
        return Err(Error::field("starts_on", FieldCode::InPast));
    }
    if let Some(id) = body.pack_id {
        let packs = catalogue::packs(&*tx, [id]).await?;
        let of_product = packs
            .get(&id)
            .filter(|pack| pack.product_id == body.product_id && pack.active);
        let pack = of_product.ok_or_else(|| Error::field("pack_id", FieldCode::Unknown))?;
        // Nobody pays more than everybody: an agreed price counts where it is lower.
        if body.unit_price.is_some_and(|price| price > pack.unit_price) {
            let most = Some(pack.unit_price);
            return Err(Error::refuse(Code::ValidationFailed).with_field(
                "unit_price",
                FieldCode::TooLarge,
                most,
            ));
        }
    }
    let row = pitch(&tx, allowed, member.organisation_id, body).await?;
    let view = view::one(&*tx, member, row, cx.today()).await?;
    tx.finish("listing", view.id, &view, Some(view.version)).await
}

async fn pitch(
    tx: &Tx,
    _: Allowed<Pitch>,
    producer_id: OrganisationId,
    body: &ListingPitch,
) -> Result<Model> {
    chains::Entity::find_by_id(body.chain_id)
        .one(&**tx)
        .await?
        .ok_or_else(|| Error::field("chain_id", FieldCode::Unknown))?;
    let wanted = body.store_ids.as_deref().unwrap_or_default();
    expect_stores(&**tx, body.chain_id, wanted).await?;
    let row = Model {
        id: ListingId(tx.new_id()),
        product_id: body.product_id,
        producer_id,
        chain_id: body.chain_id,
        status: ListingStatus::Pitched,
        open_key: Some(open_key(body.product_id, body.chain_id)),
        note: Some(body.note.trim().to_owned()),
        wanted_stores: view::written(wanted),
        pack_id: body.pack_id,
        weekly_cases: body.weekly_cases,
        unit_price: body.unit_price,
        starts_on: body.starts_on,
        reason_code: None,
        reason: None,
        pitched_at: tx.at(),
        answered_at: None,
        delisted_at: None,
        version: 1,
    };
    Entity::insert(ActiveModel::from(row.clone()))
        .exec_without_returning(&**tx)
        .await
        .on_constraint("listings_open_key_key", || {
            Error::refuse(Code::Taken).told(
                "Chuỗi đang có hồ sơ mở cho sản phẩm này.",
                "The chain has an open listing of this product.",
            )
        })?;
    Ok(row)
}
