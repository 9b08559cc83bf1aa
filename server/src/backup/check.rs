//! Whether what is stored holds together: what the database can tell of itself, and figures that say the same twice.

use super::sealed;
use crate::{db::Db, mail, media::Media, orders, stock, vault::Vault};
use anyhow::Result;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, ExprTrait,
    sea_query::{Expr, Func, Query},
};

/// Everything that is found wrong, one line each.
pub async fn check(db: &Db, media: &Media, vault: Option<&Vault>) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    if db.is_sqlite() {
        sqlite(db.reader(), &mut findings).await?;
    }
    for slice in [
        stock::invariants(db.reader()).await,
        orders::invariants(db.reader()).await,
        mail::findings(db.reader()).await,
    ] {
        findings.extend(slice.map_err(|error| anyhow::anyhow!("{error:?}"))?);
    }
    pictures(db.reader(), media, &mut findings).await?;
    findings.extend(sealed::check(db.reader(), vault).await?);
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

/// Every photograph has at least one file.
async fn pictures(db: &DatabaseConnection, media: &Media, findings: &mut Vec<String>) -> Result<()> {
    let query = Query::select()
        .columns(["file", "kind"])
        .from("images")
        .and_where(Expr::col("kind").ne("illustration"))
        .to_owned();
    let files = media.names().await?;
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
