//! How many cases are left, for the views of packs that producers work with.
//!
//! Lots belong to the stock, which stands above this slice and calls it. Asking it back would close a circle, so this
//! one sum is read by the table's name. It follows the rule of the stock: what lies there and is not promised, of lots
//! not past their best-before day.

use crate::http::Result;
use sea_orm::{
    ConnectionTrait, ExprTrait,
    sea_query::{Expr, Query},
};
use shared::{Date, PackId};
use std::collections::HashMap;

/// Cases of each pack that can be ordered; packs without any are left out.
pub(super) async fn available(
    db: &impl ConnectionTrait,
    packs: Vec<PackId>,
    today: Date,
) -> Result<HashMap<PackId, i64>> {
    if packs.is_empty() {
        return Ok(HashMap::new());
    }
    let free = Expr::col("on_hand").sub(Expr::col("reserved")).sum();
    let query = Query::select()
        .column("pack_id")
        // PostgreSQL sums into its numeric type.
        .expr_as(free.cast_as("bigint"), "available")
        .from("lots")
        .and_where(Expr::col("pack_id").is_in(packs))
        .and_where(
            Expr::col("best_before")
                .is_null()
                .or(Expr::col("best_before").gte(today)),
        )
        .group_by_col("pack_id")
        .to_owned();
    let mut found = HashMap::new();
    for row in db.query_all(&query).await? {
        found.insert(row.try_get("", "pack_id")?, row.try_get("", "available")?);
    }
    Ok(found)
}
