//! Features a product for a period that is not over and through which its certificate is valid. The periods of a slot do
//! not overlap, nor do those of a product.

use super::{
    FeatureRow,
    entity::features::{ActiveModel, Entity, Model},
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
use sea_orm::{
    ConnectionTrait, DbBackend, EntityTrait,
    sea_query::{Func, Query},
};
use shared::{
    Code, FieldCode, FieldProblem,
    curation::{FeaturePut, FeatureSlot, PutFeature},
    listings::ProductRef,
    time::written,
};

/// The number of the lock that whoever plans holds; no other part of the market takes one of this sort.
const PLANNING: i64 = 1;

pub(super) async fn put_feature(cx: Cx, received: Received<PutFeature>) -> Result<Reply<PutFeature>> {
    let (slot,) = received.path;
    let member = cx.member()?;
    let allowed = policy::may_curate(member, slot)?;
    let body = &received.body;
    let mut tx = cx.begin(&received).await?;
    alone(&tx).await?;
    let all = features(&*tx).await?;
    let before = gives_way(&all, slot, body)?.cloned();
    let ids = all.iter().map(|row| row.product_id).chain([body.product_id]);
    let mut products = catalogue::products(&*tx, ids).await?;
    if let Some(before) = &before {
        tx.before(&slot_view(before.clone(), products.get(&before.product_id)));
    }
    // What left the market keeps no days from others: nobody sees it there, not even the centre.
    let is_public = |row: &FeatureRow| {
        products
            .get(&row.product_id)
            .is_some_and(|product| product.public)
    };
    let (filled, gone): (Vec<_>, Vec<_>) = all.into_iter().partition(is_public);
    if let Some((wrong, field, code)) = in_the_way(&filled, before.as_ref(), slot, body) {
        return Err(refusal(wrong, products.get(&wrong.product_id), field, code));
    }
    let product = products
        .remove(&body.product_id)
        .ok_or_else(|| Error::field("product_id", FieldCode::Unknown))?;
    if !product.public {
        return Err(Error::field("product_id", FieldCode::NotPublic));
    }
    certified(&cx, &tx, body).await?;
    if body.until < cx.today() {
        return Err(Error::field("until", FieldCode::InPast));
    }
    let gone = gone
        .into_iter()
        .filter(|row| row.slot == slot && row.meets(body.from, body.until));
    let mut away: Vec<FeatureRow> = before.into_iter().chain(gone).collect();
    away.dedup();
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
    if received.query.dry_run == Some(true) {
        return Reply::read(&slot_view(FeatureRow::from(row), Some(&product)));
    }
    put(&tx, allowed, &away, row.clone()).await?;
    tx.changed(product.id);
    for row in &away {
        tx.changed(row.product_id);
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

/// The period that gives way: the one that was named, or the same one sent again.
fn gives_way<'a>(filled: &'a [FeatureRow], slot: u8, body: &FeaturePut) -> Result<Option<&'a FeatureRow>> {
    let beginning = |day| filled.iter().find(|row| row.slot == slot && row.from == day);
    match body.replaces {
        Some(day) => beginning(day)
            .map(Some)
            .ok_or_else(|| Error::field("replaces", FieldCode::Unknown)),
        None => Ok(beginning(body.from).filter(|row| row.product_id == body.product_id)),
    }
}

/// The first other period that these days cannot stand beside, and what is wrong with which field.
fn in_the_way<'a>(
    filled: &'a [FeatureRow],
    before: Option<&FeatureRow>,
    slot: u8,
    body: &FeaturePut,
) -> Option<(&'a FeatureRow, &'static str, FieldCode)> {
    filled
        .iter()
        .filter(|row| Some(*row) != before && row.meets(body.from, body.until))
        .find_map(|row| match row {
            row if row.slot == slot => Some((row, "from", FieldCode::Overlap)),
            row if row.product_id == body.product_id => Some((row, "product_id", FieldCode::Duplicate)),
            _ => None,
        })
}

/// Says what stands where from when until when.
fn refusal(row: &FeatureRow, product: Option<&ProductRow>, field: &str, code: FieldCode) -> Error {
    let (name, slot, from, until) = (
        product.map(|product| product.name.as_str()).unwrap_or_default(),
        row.slot,
        written(row.from),
        written(row.until),
    );
    Error::field(field, code).told(
        format!("Ô {slot} đã có {name} từ ngày {from} đến hết ngày {until}."),
        format!("Slot {slot} has {name} from {from} to {until}."),
    )
}

/// What is promised of everything that is featured: a valid certificate, today and on every day still to come. What can be
/// known to break that is not planned.
async fn certified(cx: &Cx, tx: &Tx, body: &FeaturePut) -> Result<()> {
    let terms = certification::terms(&**tx, Some(&[body.product_id])).await?;
    let terms = terms.get(&body.product_id).map_or(&[][..], Vec::as_slice);
    let lapsed =
        || Error::refuse(Code::CertificateLapsed).with_field("product_id", FieldCode::CertificateEnds, None);
    let last = certification::valid_through(terms, cx.today()).ok_or_else(lapsed)?;
    if body.until <= last {
        return Ok(());
    }
    let field = if last < body.from { "from" } else { "until" };
    let told = cx.lang.pick(
        "Giấy chứng nhận OCOP của sản phẩm chỉ còn hạn đến hết ngày",
        "The product's OCOP certificate is valid until",
    );
    Err(Error::invalid(vec![FieldProblem {
        field: field.to_owned(),
        code: FieldCode::CertificateEnds,
        message: format!("{told} {}.", written(last)),
        limit: None,
    }]))
}

/// Two editors who plan at once would not see each other's rows: the second waits for the first, whatever slot it is.
/// Rows cannot be waited at where there are none yet, so that it is a lock of PostgreSQL's own, which ends with the
/// transaction. On SQLite there is one writer anyway.
async fn alone(tx: &Tx) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let lock = Func::cust("pg_advisory_xact_lock").arg(PLANNING);
        tx.execute(Query::select().expr(lock)).await?;
    }
    Ok(())
}

async fn put(tx: &Tx, _: Allowed<Curate>, away: &[FeatureRow], row: Model) -> Result<()> {
    for row in away {
        Entity::delete_by_id((i16::from(row.slot), row.from))
            .exec(&**tx)
            .await?;
    }
    Entity::insert(ActiveModel::from(row))
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{FeatureRow, gives_way, in_the_way};
    use shared::{Date, FieldCode, Input, ProductId, curation::FeaturePut};
    use time::macros::date;

    const HELD: ProductId = ProductId::EXAMPLE;

    fn put(product_id: ProductId, from: Date, until: Date, replaces: Option<Date>) -> FeaturePut {
        FeaturePut {
            product_id,
            from,
            until,
            replaces,
            ..FeaturePut::example()
        }
    }

    #[test]
    fn periods_of_a_slot_and_of_a_product_stand_one_after_the_other() {
        let (first, last) = (date!(2026 - 11 - 22), date!(2026 - 12 - 31));
        let filled = [FeatureRow {
            slot: 3,
            product_id: HELD,
            from: first,
            until: last,
            reason: "Đang vào vụ".into(),
            reason_en: None,
        }];
        let other = ProductId(uuid::Uuid::from_u128(7));
        let (after, far) = (date!(2027 - 01 - 01), date!(2027 - 01 - 20));
        let told = |slot: u8, body: &FeaturePut| {
            let before = gives_way(&filled, slot, body).map_err(|_| ("replaces", FieldCode::Unknown))?;
            match in_the_way(&filled, before, slot, body) {
                Some((_, field, code)) => Err((field, code)),
                None => Ok(before.is_some()),
            }
        };
        assert_eq!(told(3, &put(other, after, far, None)), Ok(false));
        assert_eq!(
            told(3, &put(other, last, far, None)),
            Err(("from", FieldCode::Overlap))
        );
        assert_eq!(
            told(3, &put(other, first, last, None)),
            Err(("from", FieldCode::Overlap))
        );
        assert_eq!(told(3, &put(other, last, far, Some(first))), Ok(true));
        assert_eq!(told(3, &put(HELD, first, far, None)), Ok(true));
        assert_eq!(
            told(3, &put(other, after, far, Some(last))),
            Err(("replaces", FieldCode::Unknown))
        );
        assert_eq!(
            told(4, &put(HELD, last, far, None)),
            Err(("product_id", FieldCode::Duplicate))
        );
        assert_eq!(told(4, &put(HELD, after, far, None)), Ok(false));
        assert_eq!(told(4, &put(other, first, last, None)), Ok(false));
    }
}
