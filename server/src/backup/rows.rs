//! Rows as JSON lines, the same for both databases.

use super::{
    ROWS_AN_ENTRY,
    tables::{Column, Kind, Table},
};
use anyhow::{Context, Result, anyhow};
use base64::{Engine, engine::general_purpose::STANDARD};
use sea_orm::{
    ConnectionTrait, ExprTrait, QueryResult, TryGetable, Value,
    sea_query::{Expr, Order, Query, SimpleExpr},
};
use serde_json::Value as Json;
use shared::Date;
use time::macros::format_description;
use uuid::Uuid;

/// Values bound by one statement, at the most: within the limits of both databases.
const MAX_BOUND: usize = 20_000;

/// The rows after `last` (the key of the last row had), in the order of the key, and their count and last key.
pub(super) async fn page(
    db: &impl ConnectionTrait,
    table: &Table,
    last: Option<Vec<Value>>,
) -> Result<(Vec<u8>, u64, Option<Vec<Value>>)> {
    let mut query = Query::select();
    query.from(table.name.clone()).limit(ROWS_AN_ENTRY);
    for column in &table.columns {
        query.column(column.name.clone());
    }
    for column in &table.key {
        query.order_by(column.clone(), Order::Asc);
    }
    if let Some(last) = last {
        let key = table
            .key
            .iter()
            .map(|name| SimpleExpr::from(Expr::col(name.clone())));
        query.and_where(Expr::tuple(key).gt(Expr::tuple(last.into_iter().map(Expr::val))));
    }
    let rows = db.query_all(&query).await?;
    let mut lines = Vec::new();
    for row in &rows {
        let mut values = Vec::with_capacity(table.columns.len());
        for column in &table.columns {
            values.push(json(row, column)?);
        }
        serde_json::to_writer(&mut lines, &values)?;
        lines.push(b'\n');
    }
    let last = match rows.last() {
        Some(row) => Some(key_of(row, table)?),
        None => None,
    };
    Ok((lines, u64::try_from(rows.len())?, last))
}

fn key_of(row: &QueryResult, table: &Table) -> Result<Vec<Value>> {
    let columns = table.key.iter().map(|name| {
        let column = table.columns.iter().find(|column| column.name == *name);
        let column = column.ok_or_else(|| anyhow!("{} has no column {name}", table.name))?;
        value(&json(row, column)?, column.kind)
    });
    columns.collect()
}

fn json(row: &QueryResult, column: &Column) -> Result<Json> {
    fn get<T: TryGetable>(row: &QueryResult, name: &str) -> Result<Option<T>> {
        Ok(row.try_get("", name)?)
    }
    let name = column.name.as_str();
    Ok(match column.kind {
        Kind::Uuid => get::<Uuid>(row, name)?.map(|id| id.to_string()).into(),
        Kind::Text => get::<String>(row, name)?.into(),
        // PostgreSQL insists on the column's own width.
        Kind::Number => match (get::<i64>(row, name), get::<i32>(row, name)) {
            (Ok(number), _) => number.into(),
            (_, Ok(number)) => number.into(),
            _ => get::<i16>(row, name)?.into(),
        },
        Kind::Boolean => get::<bool>(row, name)?.into(),
        Kind::Date => get::<Date>(row, name)?.map(|day| day.to_string()).into(),
        Kind::Bytes => get::<Vec<u8>>(row, name)?
            .map(|bytes| STANDARD.encode(bytes))
            .into(),
    })
}

/// A value as the database takes it.
pub(super) fn value(json: &Json, kind: Kind) -> Result<Value> {
    let null = json.is_null();
    let text = || {
        json.as_str()
            .ok_or_else(|| anyhow!("a text was expected, not {json}"))
    };
    let number = || {
        json.as_i64()
            .ok_or_else(|| anyhow!("a number was expected, not {json}"))
    };
    let day = |text: &str| Date::parse(text, format_description!("[year]-[month]-[day]"));
    Ok(match kind {
        Kind::Uuid => (if null {
            None
        } else {
            Some(text()?.parse::<Uuid>()?)
        })
        .into(),
        Kind::Text => (if null { None } else { Some(text()?.to_owned()) }).into(),
        Kind::Number => (if null { None } else { Some(number()?) }).into(),
        Kind::Boolean => {
            let yes = json.as_bool();
            anyhow::ensure!(null || yes.is_some(), "true or false was expected, not {json}");
            yes.into()
        }
        Kind::Date => (if null { None } else { Some(day(text()?)?) }).into(),
        Kind::Bytes => (if null {
            None
        } else {
            Some(STANDARD.decode(text()?)?)
        })
        .into(),
    })
}

/// Writes the rows of one entry. Returns how many.
pub(super) async fn insert(db: &impl ConnectionTrait, table: &Table, lines: &[u8]) -> Result<u64> {
    let at_once = (MAX_BOUND / table.columns.len().max(1)).max(1);
    let lines: Vec<&[u8]> = lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .collect();
    for some in lines.chunks(at_once) {
        let mut query = Query::insert();
        query
            .into_table(table.name.clone())
            .columns(table.columns.iter().map(|column| column.name.clone()));
        for line in some {
            let row: Vec<Json> =
                serde_json::from_slice(line).with_context(|| format!("a row of {}", table.name))?;
            anyhow::ensure!(
                row.len() == table.columns.len(),
                "a row of {} has {} values instead of {}",
                table.name,
                row.len(),
                table.columns.len()
            );
            let mut values = Vec::with_capacity(row.len());
            for (json, column) in row.iter().zip(&table.columns) {
                let value =
                    value(json, column.kind).with_context(|| format!("{}.{}", table.name, column.name))?;
                values.push(Expr::val(value));
            }
            query.values(values)?;
        }
        db.execute(&query)
            .await
            .with_context(|| format!("rows of {}", table.name))?;
    }
    Ok(u64::try_from(lines.len())?)
}
