//! What other slices may ask of stock.

use super::entity::lots;
use crate::{
    db::{Gathered, gather},
    http::Result,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect, Select,
    sea_query::{Expr, SimpleExpr},
};
use shared::{Date, LotId, PackId, ProductId};
use std::{borrow::Borrow, collections::HashMap};

/// Ids in one statement: fewer than either database's most parameters.
const BATCH: usize = 10_000;

/// A lot, as papers name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LotName {
    pub(crate) product_id: ProductId,
    pub(crate) code: String,
    pub(crate) best_before: Option<Date>,
}

/// Cases that can be ordered now, in one query a batch of ids. A pack without any is left out. What orders hold of lots
/// past their day has to come out of others, and is not free there: as [`super::fefo::free_for_new`], in the database.
pub(crate) async fn available(
    db: &impl ConnectionTrait,
    pack_ids: impl IntoIterator<Item = impl Borrow<PackId>>,
    today: Date,
) -> Result<HashMap<PackId, i64>> {
    let ids: Vec<PackId> = pack_ids.into_iter().map(|id| *id.borrow()).collect();
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(BATCH) {
        let some = lots::Column::PackId.is_in(some.iter().copied());
        let rows: Vec<(PackId, i64)> = counting(today)
            .filter(some)
            .select_only()
            .column(lots::Column::PackId)
            // PostgreSQL sums bigint up to numeric.
            .column_as(free(today).sum().cast_as("bigint"), "free")
            .group_by(lots::Column::PackId)
            .into_tuple()
            .all(db)
            .await?;
        found.extend(rows.into_iter().filter(|(_, free)| *free > 0));
    }
    Ok(found)
}

/// [`available`] of all packs there are: one walk through the table, and the sums are made here. Grouped by the
/// database, it would follow an index from lot to lot.
pub(crate) async fn all_available(db: &impl ConnectionTrait, today: Date) -> Result<HashMap<PackId, i64>> {
    let columns = [
        Gathered::column(lots::Column::PackId),
        Gathered::computed(free(today)),
    ];
    let mut found: HashMap<PackId, i64> = HashMap::new();
    for (pack, free) in gather::<(PackId, i64)>(db, counting(today), columns).await? {
        *found.entry(pack).or_default() += free;
    }
    found.retain(|_, free| *free > 0);
    Ok(found)
}

/// What is free of a lot; less than nothing where orders hold what is past its day.
fn free(today: Date) -> SimpleExpr {
    let reserved = || Expr::col(lots::Column::Reserved);
    let free = Expr::col(lots::Column::OnHand).sub(reserved());
    let owed = Expr::val(0_i64).sub(reserved());
    Expr::case(is_good(today), free).finally(owed).into()
}

/// The lots that make a difference.
fn counting(today: Date) -> Select<lots::Entity> {
    let counts = Condition::any().add(has_free_stock(today)).add(
        Condition::all()
            .add(lots::Column::BestBefore.lt(today))
            .add(lots::Column::Reserved.gt(0)),
    );
    lots::Entity::find().filter(counts)
}

/// The best-before day of what each product would ship first, in one query a batch of ids. A product whose stock does not expire,
/// or that has none, is left out.
pub(crate) async fn earliest_best_before(
    db: &impl ConnectionTrait,
    product_ids: impl IntoIterator<Item = impl Borrow<ProductId>>,
    today: Date,
) -> Result<HashMap<ProductId, Date>> {
    let ids: Vec<ProductId> = product_ids.into_iter().map(|id| *id.borrow()).collect();
    let mut found = HashMap::new();
    for some in ids.chunks(BATCH) {
        let rows: Vec<(ProductId, Date)> = lots::Entity::find()
            .select_only()
            .column(lots::Column::ProductId)
            .column_as(lots::Column::BestBefore.min(), "earliest")
            .filter(lots::Column::ProductId.is_in(some.iter().copied()))
            .filter(lots::Column::BestBefore.is_not_null())
            .filter(has_free_stock(today))
            .group_by(lots::Column::ProductId)
            .into_tuple()
            .all(db)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// The names of lots, in one query a batch of ids.
pub(crate) async fn lot_names(
    db: &impl ConnectionTrait,
    lot_ids: impl IntoIterator<Item = impl Borrow<LotId>>,
) -> Result<HashMap<LotId, LotName>> {
    let ids: Vec<LotId> = lot_ids.into_iter().map(|id| *id.borrow()).collect();
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(BATCH) {
        let rows: Vec<(LotId, ProductId, String, Option<Date>)> = lots::Entity::find()
            .select_only()
            .column(lots::Column::Id)
            .column(lots::Column::ProductId)
            .column(lots::Column::Code)
            .column(lots::Column::BestBefore)
            .filter(lots::Column::Id.is_in(some.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|(id, product_id, code, best_before)| {
            let name = LotName {
                product_id,
                code,
                best_before,
            };
            (id, name)
        }));
    }
    Ok(found)
}

/// As [`super::fefo::is_sellable`], in the database: something is free, and its best-before day has not passed.
fn has_free_stock(today: Date) -> Condition {
    Condition::all()
        .add(Expr::col(lots::Column::OnHand).gt(Expr::col(lots::Column::Reserved)))
        .add(is_good(today))
}

fn is_good(today: Date) -> Condition {
    Condition::any()
        .add(lots::Column::BestBefore.is_null())
        .add(lots::Column::BestBefore.gte(today))
}
