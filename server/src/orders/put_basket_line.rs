//! Puts cases of a pack in a person's basket; none takes the pack out.

use super::{amounts, basket::basket, entity::basket_lines, terms::is_orderable};
use crate::{
    catalogue,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};
use shared::{
    Code, FieldCode, PackId, UserId,
    orders::{Basket, MAX_LINES, PutBasketLine},
};

pub(super) async fn put_basket_line(
    cx: Cx,
    received: Received<PutBasketLine>,
) -> Result<Reply<PutBasketLine>> {
    let (pack_id,) = received.path;
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    if received.body.quantity == 0 {
        basket_lines::Entity::delete_by_id((member.user_id, pack_id))
            .exec(&*tx)
            .await?;
    } else {
        check(&tx, pack_id, received.body.quantity).await?;
        put(&tx, member.user_id, [(pack_id, received.body.quantity)]).await?;
    }
    let view = basket(&*tx, member, cx.today()).await?;
    refuse_too_many(&view)?;
    tx.finish("basket", member.user_id, &view, None).await
}

async fn check(tx: &Tx, pack_id: PackId, quantity: i64) -> Result<()> {
    let refusal = || Error::refuse(Code::NotOrderable).with_field("pack_id", FieldCode::NotOrderable, None);
    let mut packs = catalogue::packs(&**tx, [pack_id]).await?;
    let pack = packs.remove(&pack_id).ok_or_else(refusal)?;
    let products = catalogue::products(&**tx, [pack.product_id]).await?;
    if !is_orderable(&pack, products.get(&pack.product_id)) {
        return Err(refusal());
    }
    if amounts::of_line(quantity, pack.units, pack.unit_price, pack.vat_code).is_none() {
        return Err(Error::refuse(Code::ValidationFailed).with_field(
            "quantity",
            FieldCode::TooLarge,
            Some(amounts::most_cases(pack.units, pack.unit_price)),
        ));
    }
    Ok(())
}

/// A basket holds no more lines than a purchase may have.
pub(super) fn refuse_too_many(basket: &Basket) -> Result<()> {
    let lines: usize = basket.groups.iter().map(|group| group.lines.len()).sum();
    if u32::try_from(lines).is_ok_and(|lines| lines <= MAX_LINES) {
        return Ok(());
    }
    Err(Error::refuse(Code::ValidationFailed).with_field(
        "quantity",
        FieldCode::TooMany,
        Some(i64::from(MAX_LINES)),
    ))
}

/// Writes numbers of cases, one statement for all; lines that are there already keep their place.
pub(super) async fn put(
    tx: &Tx,
    user_id: UserId,
    lines: impl IntoIterator<Item = (PackId, i64)>,
) -> Result<()> {
    let lines: Vec<basket_lines::ActiveModel> = lines
        .into_iter()
        .map(|(pack_id, quantity)| basket_lines::ActiveModel {
            user_id: Set(user_id),
            pack_id: Set(pack_id),
            quantity: Set(quantity),
            added_at: Set(tx.at()),
        })
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    basket_lines::Entity::insert_many(lines)
        .on_conflict(
            OnConflict::columns([basket_lines::Column::UserId, basket_lines::Column::PackId])
                .update_column(basket_lines::Column::Quantity)
                .to_owned(),
        )
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}
