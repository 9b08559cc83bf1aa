//! Whether what is stored holds together: what the database can tell of itself, and figures that say the same twice.

use crate::db::Db;
use anyhow::Result;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, ExprTrait,
    sea_query::{Alias, Expr, Func, Query},
};
use std::{collections::HashMap, path::Path};
use uuid::Uuid;

/// Everything that is found wrong, one line each.
pub(crate) async fn check(db: &Db, media: &Path) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    if db.is_sqlite() {
        sqlite(db.reader(), &mut findings).await?;
    }
    stock(db.reader(), &mut findings).await?;
    orders(db.reader(), &mut findings).await?;
    pictures(db.reader(), media, &mut findings).await?;
    Ok(findings)
}

async fn sqlite(db: &DatabaseConnection, findings: &mut Vec<String>) -> Result<()> {
    let whole = Query::select()
        .column("integrity_check")
        .from_function(Func::cust("pragma_integrity_check"), "result")
        .to_owned();
    for row in db.query_all(&whole).await? {
        let line: String = row.try_get("", "integrity_check")?;
        if line != "ok" {
            findings.push(format!("database file: {line}"));
        }
    }
    let keys = Query::select()
        .columns(["table", "parent"])
        .from_function(Func::cust("pragma_foreign_key_check"), "result")
        .to_owned();
    for row in db.query_all(&keys).await? {
        let (table, parent): (String, String) = (row.try_get("", "table")?, row.try_get("", "parent")?);
        findings.push(format!(
            "a row of {table} names a row of {parent} that is not there"
        ));
    }
    Ok(())
}

/// A lot holds what came and went, and reserves what orders hold of it.
async fn stock(db: &DatabaseConnection, findings: &mut Vec<String>) -> Result<()> {
    let moved = sums(db, "movements", "lot_id", "delta").await?;
    let held = sums(db, "holds", "lot_id", "quantity").await?;
    let query = Query::select()
        .columns(["id", "code", "on_hand", "reserved"])
        .from("lots")
        .to_owned();
    for row in db.query_all(&query).await? {
        let (id, code): (Uuid, String) = (row.try_get("", "id")?, row.try_get("", "code")?);
        for (column, sums, what) in [("on_hand", &moved, "movements"), ("reserved", &held, "holds")] {
            let stated: i64 = row.try_get("", column)?;
            let sum = sums.get(&id).copied().unwrap_or_default();
            if stated != sum {
                findings.push(format!(
                    "lot {code} ({id}): {column} is {stated}, its {what} come to {sum}"
                ));
            }
        }
    }
    Ok(())
}

/// An order costs what its lines cost.
async fn orders(db: &DatabaseConnection, findings: &mut Vec<String>) -> Result<()> {
    let net = sums(db, "order_lines", "order_id", "subtotal").await?;
    let vat = sums(db, "order_lines", "order_id", "vat").await?;
    let query = Query::select()
        .columns(["id", "number", "subtotal", "vat", "total"])
        .from("orders")
        .to_owned();
    for row in db.query_all(&query).await? {
        let (id, number): (Uuid, String) = (row.try_get("", "id")?, row.try_get("", "number")?);
        let stated: (i64, i64, i64) = (
            row.try_get("", "subtotal")?,
            row.try_get("", "vat")?,
            row.try_get("", "total")?,
        );
        let of = |sums: &HashMap<Uuid, i64>| sums.get(&id).copied().unwrap_or_default();
        if stated != (of(&net), of(&vat), of(&net) + of(&vat)) {
            findings.push(format!("order {number}: its total differs from its lines'"));
        }
    }
    Ok(())
}

async fn sums(
    db: &DatabaseConnection,
    table: &'static str,
    by: &'static str,
    of: &'static str,
) -> Result<HashMap<Uuid, i64>> {
    let query = Query::select()
        .column(by)
        .expr_as(Expr::col(of).sum().cast_as(Alias::new("bigint")), "total")
        .from(table)
        .group_by_col(by)
        .to_owned();
    let rows = db.query_all(&query).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("", by)?, row.try_get("", "total")?)))
        .collect()
}

/// Every photograph has at least one file.
async fn pictures(db: &DatabaseConnection, media: &Path, findings: &mut Vec<String>) -> Result<()> {
    let query = Query::select()
        .columns(["file", "kind"])
        .from("images")
        .and_where(Expr::col("kind").ne("illustration"))
        .to_owned();
    let mut files: Vec<String> = Vec::new();
    if let Ok(folder) = std::fs::read_dir(media) {
        files.extend(
            folder
                .flatten()
                .filter_map(|entry| entry.file_name().into_string().ok()),
        );
    }
    files.sort();
    for row in db.query_all(&query).await? {
        let stem: String = row.try_get("", "file")?;
        let start = format!("{stem}-");
        let place = files.partition_point(|name| *name < start);
        if !files.get(place).is_some_and(|name| name.starts_with(&start)) {
            findings.push(format!("the picture {stem} has no file"));
        }
    }
    Ok(())
}
