//! Sets the numbers of many lines of a person's basket at once; none takes a pack out.

use super::{amounts, basket::basket, entity::basket_lines, quote::case_price, terms::is_orderable};
use crate::{
    auth::Member,
    catalogue,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
    listings::Agreements,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use shared::{
    Code, Date, FieldCode, PackId, UserId,
    orders::{Basket, BasketLinePut, MAX_LINES, PutBasketLines},
};
use std::collections::HashSet;

pub(super) async fn put_basket_lines(
    cx: Cx,
    received: Received<PutBasketLines>,
) -> Result<Reply<PutBasketLines>> {
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let named = |index, field: &str| format!("lines[{index}].{field}");
    let view = write(&tx, member, &received.body.lines, cx.today(), named).await?;
    tx.finish("basket", member.user_id, &view, None).await
}

/// Takes out what is wanted no more, writes the other numbers, and shows the basket. `named` says what a field of a
/// line is called in a refusal.
pub(super) async fn write(
    tx: &Tx,
    member: &Member,
    lines: &[BasketLinePut],
    today: Date,
    named: impl Fn(usize, &str) -> String,
) -> Result<Basket> {
    let gone = lines.iter().filter(|line| line.quantity == 0);
    let gone: Vec<PackId> = gone.map(|line| line.pack_id).collect();
    if !gone.is_empty() {
        basket_lines::Entity::delete_many()
            .filter(basket_lines::Column::UserId.eq(member.user_id))
            .filter(basket_lines::Column::PackId.is_in(gone))
            .exec(&**tx)
            .await?;
    }
    put(tx, member.user_id, priced(tx, member, lines, named).await?).await?;
    let view = basket(&**tx, member, today).await?;
    refuse_too_many(&view)?;
    Ok(view)
}

/// A number to write, with what a case costs this buyer now.
pub(super) struct Put {
    pub(super) pack_id: PackId,
    pub(super) quantity: i64,
    pub(super) case_price: i64,
}

/// The lines that are wanted; all that cannot be in a basket are named at once.
async fn priced(
    tx: &Tx,
    member: &Member,
    lines: &[BasketLinePut],
    named: impl Fn(usize, &str) -> String,
) -> Result<Vec<Put>> {
    let wanted = || lines.iter().enumerate().filter(|(_, line)| line.quantity > 0);
    let ids: Vec<PackId> = wanted().map(|(_, line)| line.pack_id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let packs = catalogue::packs(&**tx, &ids).await?;
    let product_ids: HashSet<_> = packs.values().map(|pack| pack.product_id).collect();
    let products = catalogue::products(&**tx, product_ids).await?;
    let agreements = Agreements::about(&**tx, member.organisation_id, &ids).await?;
    let (mut priced, mut refusal) = (Vec::with_capacity(ids.len()), None);
    let mut refuse = |code, field, problem, limit| {
        let so_far = refusal.take().unwrap_or_else(|| Error::refuse(code));
        refusal = Some(so_far.with_field(field, problem, limit));
    };
    for (index, line) in wanted() {
        let pack = packs.get(&line.pack_id);
        let Some(pack) = pack.filter(|pack| is_orderable(pack, products.get(&pack.product_id))) else {
            let field = named(index, "pack_id");
            refuse(Code::NotOrderable, field, FieldCode::NotOrderable, None);
            continue;
        };
        let price = agreements.price(pack);
        if amounts::of_line(line.quantity, pack.units, price.amount, pack.vat_code).is_none() {
            let most = amounts::most_cases(pack.units, price.amount);
            let field = named(index, "quantity");
            refuse(Code::ValidationFailed, field, FieldCode::TooLarge, Some(most));
            continue;
        }
        priced.push(Put {
            pack_id: pack.id,
            quantity: line.quantity,
            case_price: case_price(pack, price),
        });
    }
    refusal.map_or(Ok(priced), Err)
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
pub(super) async fn put(tx: &Tx, user_id: UserId, lines: impl IntoIterator<Item = Put>) -> Result<()> {
    let lines: Vec<basket_lines::ActiveModel> = lines
        .into_iter()
        .map(|line| basket_lines::ActiveModel {
            user_id: Set(user_id),
            pack_id: Set(line.pack_id),
            quantity: Set(line.quantity),
            added_at: Set(tx.at()),
            case_price: Set(Some(line.case_price)),
        })
        .collect();
    if lines.is_empty() {
        return Ok(());
    }
    basket_lines::Entity::insert_many(lines)
        .on_conflict(
            OnConflict::columns([basket_lines::Column::UserId, basket_lines::Column::PackId])
                .update_columns([basket_lines::Column::Quantity, basket_lines::Column::CasePrice])
                .to_owned(),
        )
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}
