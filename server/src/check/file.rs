//! What SQLite tells of its own file. PostgreSQL looks after itself.

use crate::db::Invariant;
use anyhow::Result;
use sea_orm::{
    ConnectionTrait, DatabaseConnection,
    sea_query::{Func, Query},
};

pub(super) async fn check(db: &DatabaseConnection) -> Result<Vec<Invariant>> {
    Ok(vec![pages(db).await?, references(db).await?])
}

async fn pages(db: &DatabaseConnection) -> Result<Invariant> {
    let mut whole = Invariant::new("the database file is whole");
    let query = Query::select()
        .column("integrity_check")
        .from_function(Func::cust("pragma_integrity_check"), "result")
        .to_owned();
    for row in db.query_all(&query).await? {
        let line: String = row.try_get("", "integrity_check")?;
        whole.look((line != "ok").then_some(line));
    }
    Ok(whole)
}

async fn references(db: &DatabaseConnection) -> Result<Invariant> {
    let mut there = Invariant::new("what a row names in another table is there");
    let query = Query::select()
        .columns(["table", "parent"])
        .from_function(Func::cust("pragma_foreign_key_check"), "result")
        .to_owned();
    for row in db.query_all(&query).await? {
        let (table, parent): (String, String) = (row.try_get("", "table")?, row.try_get("", "parent")?);
        there.look(Some(format!(
            "a row of {table} names a row of {parent} that is not there"
        )));
    }
    Ok(there)
}
