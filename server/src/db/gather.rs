//! Many short rows as one text.

use crate::http::{Error, Result};
use anyhow::Context;
use sea_orm::{
    ColumnTrait, ColumnType, ConnectionTrait, DbBackend, EntityTrait, IntoSimpleExpr, QuerySelect,
    QueryTrait, Select,
    sea_query::{Expr, ExprTrait, Func, Query, SimpleExpr},
};
use serde::de::DeserializeOwned;

/// One value of each row.
#[derive(Clone, Debug)]
pub(crate) struct Gathered {
    value: SimpleExpr,
    is_id: bool,
}

impl Gathered {
    pub(crate) fn column(column: impl ColumnTrait) -> Self {
        Self {
            is_id: *column.def().get_column_type() == ColumnType::Uuid,
            value: column.into_simple_expr(),
        }
    }

    pub(crate) const fn computed(value: SimpleExpr) -> Self {
        Self { value, is_id: false }
    }
}

/// These columns of all rows that a query finds, each row an array (a tuple, or a struct with its fields in this order), in
/// one statement. The database puts the rows into one
/// JSON text: SQLite's driver copies each value of each row and hands rows from thread to thread, which takes longer
/// than to find them, and to read them from a text does not. The text is in memory at once, and its rows
/// have no order.
///
/// Values are as the database stores them: an instant is a number of milliseconds, JSON is a text. What is computed must
/// not be an id.
pub(crate) async fn gather<T: DeserializeOwned>(
    db: &impl ConnectionTrait,
    query: Select<impl EntityTrait>,
    columns: impl IntoIterator<Item = Gathered>,
) -> Result<Vec<T>> {
    let is_postgres = db.get_database_backend() == DbBackend::Postgres;
    let (all, one) = if is_postgres {
        ("json_agg", "json_build_array")
    } else {
        ("json_group_array", "json_array")
    };
    let mut rows = query.select_only().into_query();
    let mut one = Func::cust(one);
    for (number, column) in columns.into_iter().enumerate() {
        let name = format!("c{number}");
        let value = Expr::col(name.clone());
        // SQLite stores ids as bytes, which JSON does not know.
        one = if column.is_id && !is_postgres {
            one.arg(Func::cust("hex").arg(value))
        } else {
            one.arg(value)
        };
        rows.expr_as(column.value, name);
    }
    let text = Expr::expr(Func::cust(all).arg(one)).cast_as("text");
    let query = Query::select()
        .expr_as(text, "rows")
        .from_subquery(rows, "found")
        .to_owned();
    let found: Option<String> = match db.query_one(&query).await? {
        Some(row) => row.try_get("", "rows")?,
        None => None,
    };
    // PostgreSQL says nothing where it found nothing.
    let found = found.unwrap_or_else(|| "[]".to_owned());
    let rows = serde_json::from_str(&found).context("rows as one text");
    rows.map_err(Error::Internal)
}
