//! Adds cases to a person's basket: many lines in one call, all or, where the caller says so, as far as possible.

use super::{
    basket::basket,
    entity::basket_lines,
    possible::possible,
    put_basket_lines::{Put, put, refuse_too_many},
    quote::case_price,
};
use crate::{
    auth::Member,
    catalogue,
    db::Tx,
    http::{Cx, Error, Received, Reply, Result},
    listings::Agreements,
    stock,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    Code, Date, FieldCode, PackId,
    orders::{AddBasketLines, AddedLine, BasketAdd, BasketAdded, MAX_CASES},
};
use std::collections::{HashMap, HashSet};

pub(super) async fn add_basket_lines(
    cx: Cx,
    received: Received<AddBasketLines>,
) -> Result<Reply<AddBasketLines>> {
    let member = cx.member()?;
    let mut tx = cx.begin(&received).await?;
    tx.private();
    let found = look(&tx, member, &received.body, cx.today()).await?;
    if !received.body.as_far_as_possible {
        refuse(&found)?;
    }
    let wanted: HashMap<PackId, Put> = found
        .iter()
        .filter(|line| line.total > 0)
        .map(|line| {
            let put = Put {
                pack_id: line.pack_id,
                quantity: line.total,
                case_price: line.case_price,
            };
            (line.pack_id, put)
        })
        .collect();
    put(&tx, member.user_id, wanted.into_values()).await?;
    let basket = basket(&*tx, member, cx.today()).await?;
    refuse_too_many(&basket)?;
    let lines = found.into_iter().map(|line| AddedLine {
        pack_id: line.pack_id,
        asked: line.asked,
        added: line.added,
        problem: line.problem.map(|(code, _)| code),
    });
    let view = BasketAdded {
        lines: lines.collect(),
        basket,
    };
    tx.finish("basket", member.user_id, &view, None).await
}

/// What a line comes to, together with what is in the basket already.
struct Looked {
    pack_id: PackId,
    asked: i64,
    added: i64,
    /// Cases of the pack in the basket afterwards; 0: leave it as it is.
    total: i64,
    case_price: i64,
    problem: Option<(FieldCode, Option<i64>)>,
}

/// Looks at every line: a handful of queries, however many they are.
async fn look(tx: &Tx, member: &Member, body: &BasketAdd, today: Date) -> Result<Vec<Looked>> {
    let ids: HashSet<PackId> = body.lines.iter().map(|line| line.pack_id).collect();
    let packs = catalogue::packs(&**tx, &ids).await?;
    let product_ids: HashSet<_> = packs.values().map(|pack| pack.product_id).collect();
    let products = catalogue::products(&**tx, product_ids).await?;
    let left = stock::available(&**tx, &ids, today).await?;
    let agreements = Agreements::about(&**tx, member.organisation_id, &ids).await?;
    let mut held: HashMap<PackId, i64> = basket_lines::Entity::find()
        .filter(basket_lines::Column::UserId.eq(member.user_id))
        .all(&**tx)
        .await?
        .into_iter()
        .map(|line| (line.pack_id, line.quantity))
        .collect();
    let looked = body.lines.iter().map(|line| {
        let before = held.get(&line.pack_id).copied().unwrap_or_default();
        let nothing = |problem: Option<_>| Looked {
            pack_id: line.pack_id,
            asked: line.quantity,
            added: 0,
            total: 0,
            case_price: 0,
            problem,
        };
        if body.at_least && before >= line.quantity {
            return nothing(None);
        }
        let Some(pack) = packs.get(&line.pack_id) else {
            return nothing(Some((FieldCode::NotOrderable, None)));
        };
        let counted = if body.at_least { 0 } else { before };
        let sum = counted.saturating_add(line.quantity).min(MAX_CASES);
        let left = left.get(&pack.id).copied().unwrap_or_default();
        let found = possible(pack, products.get(&pack.product_id), sum, left);
        // What is in the basket already is not taken out by adding.
        let total = found.now.max(before);
        if total == before {
            let full = (FieldCode::TooLarge, Some(MAX_CASES));
            return nothing(Some(found.problem.unwrap_or(full)));
        }
        held.insert(pack.id, total);
        Looked {
            pack_id: pack.id,
            asked: line.quantity,
            added: total - before,
            total,
            case_price: case_price(pack, agreements.price(pack)),
            problem: found.problem,
        }
    });
    Ok(looked.collect())
}

/// Names every line that cannot be added as it was asked for.
fn refuse(found: &[Looked]) -> Result<()> {
    let wrong: Vec<_> = (0_usize..)
        .zip(found)
        .filter_map(|(index, line)| line.problem.map(|(code, limit)| (index, code, limit)))
        .collect();
    let any = |wanted: FieldCode| wrong.iter().any(|(_, code, _)| *code == wanted);
    let code = if wrong.is_empty() {
        return Ok(());
    } else if any(FieldCode::NotOrderable) {
        Code::NotOrderable
    } else if wrong
        .iter()
        .all(|(_, code, _)| *code == FieldCode::StockInsufficient)
    {
        Code::StockInsufficient
    } else {
        Code::ValidationFailed
    };
    Err(wrong
        .into_iter()
        .fold(Error::refuse(code), |refusal, (index, code, limit)| {
            let field = if code == FieldCode::NotOrderable {
                "pack_id"
            } else {
                "quantity"
            };
            refusal.with_field(format!("lines[{index}].{field}"), code, limit)
        }))
}
